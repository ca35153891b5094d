# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

STATES = [("ringing", "Ringing"), ("ongoing", "Talking"), ("ended", "Ended")]
DIRECTIONS = [("incoming", "Incoming"), ("outgoing", "Outgoing"), ("internal", "Internal")]
DISPOSITIONS = [
    ("answered", "Answered"),
    ("missed", "Missed"),
    ("busy", "Busy"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
]


class TelephonyCall(models.Model):
    """One conversation by phone, or the attempt: once, however many phones rang."""

    _name = "telephony.call"
    _description = "Call"
    _order = "started_at desc, id desc"
    _check_company_auto = True

    # Whose it is, and under which id.
    provider_id = fields.Many2one(
        "telephony.provider", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    pbx = fields.Char(string="PBX", readonly=True)
    external_id = fields.Char(string="Id at the Provider", readonly=True, copy=False)
    version = fields.Integer(readonly=True, copy=False)

    # What happened.
    state = fields.Selection(STATES, required=True, default="ended")
    direction = fields.Selection(DIRECTIONS, required=True, default="incoming")
    disposition = fields.Selection(DISPOSITIONS, string="Outcome")
    caller_number = fields.Char(string="Caller")
    called_number = fields.Char(string="Called")
    customer_number = fields.Char(help="The number outside the house; empty when hidden.")
    customer_tail = fields.Char(
        string="Last Nine Digits", index="btree_not_null", help="What callers are recognised by."
    )
    line = fields.Char(help="The number of ours that the customer dialled.")
    answered_by = fields.Char(string="Answered by Extension")
    started_at = fields.Datetime(string="Start", required=True, default=fields.Datetime.now)
    answered_at = fields.Datetime(string="Answer")
    ended_at = fields.Datetime(string="End")
    wait_seconds = fields.Float(string="Wait (s)", aggregator="avg")
    talk_seconds = fields.Float(string="Talk (s)")
    recording_ref = fields.Char(
        string="Recording at the Provider", readonly=True, groups=fields.NO_ACCESS
    )
    is_recovered = fields.Boolean(
        string="Recovered", readonly=True, help="Found later in the PBX's own records."
    )
    is_manual = fields.Boolean(string="Entered by Hand", readonly=True)

    # Who took part.
    user_id = fields.Many2one("res.users", string="Person")
    extension_id = fields.Many2one("telephony.extension", index="btree_not_null")
    queue_id = fields.Many2one("telephony.queue", index="btree_not_null")
    team_id = fields.Many2one("crm.team", string="Sales Team", index="btree_not_null")
    partner_id = fields.Many2one("res.partner", string="Contact", index="btree_not_null")
    lead_id = fields.Many2one("crm.lead", string="Lead or Opportunity", index="btree_not_null")
    candidate_count = fields.Integer(
        string="Owners of the Number", help="Cards that bear the customer's number."
    )
    leg_ids = fields.One2many("telephony.call.leg", "call_id")
    recording_ids = fields.One2many("telephony.recording", "call_id")

    # What became of it.
    missed_state = fields.Selection(
        [
            ("none", "Not missed"),
            ("open", "To call back"),
            ("called_back", "Called back"),
            ("answered_later", "Called again and was answered"),
            ("handled", "Closed by hand"),
        ],
        required=True,
        default="none",
        index=True,
    )
    result_id = fields.Many2one("telephony.call.result")
    note = fields.Text()

    _external_uniq = models.UniqueIndex(
        "(provider_id, COALESCE(pbx, ''), external_id) WHERE external_id IS NOT NULL",
        "This call of the provider is there already.",
    )
    _started_idx = models.Index("(started_at DESC, id DESC)")
    _user_idx = models.Index("(user_id, id) WHERE user_id IS NOT NULL")

    @api.depends("direction", "customer_number", "caller_number", "called_number")
    def _compute_display_name(self):
        labels = dict(self._fields["direction"]._description_selection(self.env))
        for call in self:
            number = call.customer_number or self.env._("hidden number")
            if call.direction == "internal":
                number = f"{call.caller_number or '?'} → {call.called_number or '?'}"
            call.display_name = f"{labels.get(call.direction, '')}: {number}"

    @api.model
    def _ingested(self, changes):
        """Act on what changed, once a batch. Hook: extend it, with ``super()`` first.

        :param changes: list of ``tools.change.Change``
        """
        self._send_cards(changes)
