# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyCallEvent(models.Model):
    """What a provider said of a call, as it was read: only added, forgotten after a while."""

    _name = "telephony.call.event"
    _description = "Event of a Call"
    _order = "id"
    _rec_name = "external_id"
    _log_access = False

    provider_id = fields.Many2one("telephony.provider", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="provider_id.company_id", store=True)
    external_id = fields.Char(required=True, help="The call's id.")
    at = fields.Datetime(required=True, index=True)
    digest = fields.Char(required=True, help="Equal events are one event.")
    payload = fields.Json()

    _call_digest_uniq = models.UniqueIndex("(provider_id, external_id, digest)")
