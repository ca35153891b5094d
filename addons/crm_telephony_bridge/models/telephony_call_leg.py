# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyCallLeg(models.Model):
    """One party's phone in a call: who was rung, who spoke, how it ended."""

    _name = "telephony.call.leg"
    _description = "Leg of a Call"
    _order = "began_at, id"
    _rec_name = "external_id"
    _log_access = False

    call_id = fields.Many2one("telephony.call", required=True, ondelete="cascade")
    external_id = fields.Char(required=True)
    channel = fields.Char()
    party = fields.Selection(
        [("customer", "Customer"), ("agent", "Colleague")], required=True, default="agent"
    )
    number = fields.Char()
    extension_id = fields.Many2one("telephony.extension", index="btree_not_null")
    user_id = fields.Many2one("res.users", string="Person")
    began_at = fields.Datetime()
    ringing_at = fields.Datetime()
    answered_at = fields.Datetime()
    ended_at = fields.Datetime()
    status = fields.Char(help="How dialling ended, in the PBX's words.")
    cause = fields.Integer(help="Q.931 cause of the end.")
    talk_seconds = fields.Float()

    _user_idx = models.Index("(user_id, call_id) WHERE user_id IS NOT NULL")
    _call_external_uniq = models.UniqueIndex("(call_id, external_id)")
