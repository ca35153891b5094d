# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyCallAbsorbed(models.Model):
    """An id of what was told as a call of its own until a transfer made it part of another.

    Late words under this id are not news: without the row they would bring the call back.
    """

    _name = "telephony.call.absorbed"
    _description = "Call Absorbed by Another"
    _rec_name = "external_id"
    _log_access = False

    provider_id = fields.Many2one("telephony.provider", required=True, ondelete="cascade")
    pbx = fields.Char(required=True)
    external_id = fields.Char(required=True)
    call_id = fields.Many2one("telephony.call", required=True, ondelete="cascade", index=True)

    _external_uniq = models.UniqueIndex("(provider_id, pbx, external_id)")
