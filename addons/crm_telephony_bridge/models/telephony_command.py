# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyCommand(models.Model):
    """What a person wants a PBX to do, such as to call; it takes effect once or expires."""

    _name = "telephony.command"
    _description = "Telephony Command"
    _order = "id desc"
    _rec_name = "type"

    provider_id = fields.Many2one("telephony.provider", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="provider_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")
    type = fields.Selection(
        [
            ("originate", "Call"),
            ("transfer", "Transfer"),
            ("hangup", "Hang up"),
            ("pause", "Pause the recording"),
            ("resume", "Go on recording"),
        ],
        required=True,
    )
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("taken", "Given to the bridge"),
            ("phone_ringing", "Your phone rings"),
            ("customer_ringing", "The customer's phone rings"),
            ("talking", "Talking"),
            ("ended", "Ended"),
            ("failed", "Failed"),
        ],
        required=True,
        default="queued",
        index=True,
    )
    reason = fields.Char(help="Why it failed.")
    extension_id = fields.Many2one("telephony.extension", ondelete="set null")
    number = fields.Char()
    dialled = fields.Char(help="The number in the provider's own format.")
    channel = fields.Char()
    caller_id = fields.Char()
    call_id = fields.Many2one("telephony.call", ondelete="set null", index="btree_not_null")
    partner_id = fields.Many2one("res.partner", ondelete="set null")
    lead_id = fields.Many2one("crm.lead", ondelete="set null")
    expires_at = fields.Datetime(required=True)

    _waiting_idx = models.Index("(provider_id, id) WHERE state = 'queued'")
