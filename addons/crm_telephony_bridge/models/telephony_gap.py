# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyGap(models.Model):
    """A time of which a bridge heard nothing of its PBX and could not find out later."""

    _name = "telephony.gap"
    _description = "Gap in the Calls of a Provider"
    _order = "start_at desc, id desc"
    _rec_name = "start_at"

    provider_id = fields.Many2one(
        "telephony.provider", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="provider_id.company_id", store=True)
    pbx = fields.Char()
    start_at = fields.Datetime(string="From", required=True)
    end_at = fields.Datetime(string="To")
    reason = fields.Char()
    is_recovered = fields.Boolean(help="The calls of this time were found in the PBX's records.")
