# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyExtension(models.Model):
    """A phone of the house: an internal number at one provider, of a person or of a place."""

    _name = "telephony.extension"
    _description = "Extension"
    _order = "provider_id, number, id"
    _rec_name = "number"
    _check_company_auto = True

    provider_id = fields.Many2one("telephony.provider", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="provider_id.company_id", store=True, index=True)
    pbx = fields.Char(help="Which PBX of the bridge, when it serves several.")
    number = fields.Char(required=True)
    name = fields.Char(help="For a phone that is nobody's, for example Reception.")
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    active = fields.Boolean(default=True)
    is_connected = fields.Boolean(readonly=True, copy=False)
    seen_at = fields.Datetime(string="Last Seen", readonly=True, copy=False)

    _number_uniq = models.UniqueIndex(
        "(provider_id, COALESCE(pbx, ''), number)", "The provider has this extension already."
    )
