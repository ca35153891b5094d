# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import api, fields, models

EVENTS = [
    ("lost", "Lost"),
    ("won", "Won"),
    ("inactive", "No contact for a long time"),
    ("delivered", "Delivered"),
    ("greeting", "Greeting"),
    ("hand", "Asked by hand"),
    ("exhibition", "Exhibition"),
]
# scheduled ⇄ held → sending → sent → opened → answered / refused; what else can become of it is
# an end: unknown (the process was killed while it was sent), expired, bounced, blocked, cancelled.
STATES = [
    ("scheduled", "Planned"),
    ("held", "Held Back"),
    ("sending", "Being Sent"),
    ("sent", "Sent"),
    ("unknown", "Perhaps Sent"),
    ("opened", "Opened"),
    ("answered", "Answered"),
    ("refused", "Would Rather Not Answer"),
    ("expired", "No Answer"),
    ("bounced", "Came Back"),
    ("blocked", "No Way to Write"),
    ("cancelled", "Cancelled"),
]
REASONS = [
    ("by_hand", "Held back by hand"),
    ("approval", "Waits for approval"),
    ("batch_dropped", "The batch was dropped"),
    ("reopened", "The deal was reopened"),
    ("changed", "The deal was won or lost otherwise"),
    ("cool_off", "The person got a letter a short time ago"),
    ("refused", "The person does not want to be asked"),
    ("no_address", "No address or number"),
    ("excluded", "On the exclusion list"),
    ("no_letter", "The policy has no letter for this way"),
    ("failed", "The server refused the message"),
    ("duplicate", "The same person is asked already"),
    ("daily_cap", "Too many letters on one day"),
    ("gone", "The deal or the customer was deleted"),
    ("neutralized", "This database is a copy"),
    ("forgotten", "Erased at the person's wish"),
]


class CrmFarewellInvitation(models.Model):
    """A person is asked once for his opinion about one thing that happened.

    It is the record from which letters are written, so that the exclusion lists look at the
    address that is really written to. It outlives the deal.
    """

    _name = "crm.farewell.invitation"
    _inherit = ["mail.thread.blacklist", "mail.thread.phone"]
    _description = "Invitation to Give Feedback"
    _order = "id desc"
    _primary_email = "email"
    _rec_name = "person_name"

    policy_id = fields.Many2one(
        "crm.farewell.policy", readonly=True, ondelete="set null", index="btree_not_null"
    )
    occasion_id = fields.Many2one(
        "crm.farewell.occasion", readonly=True, ondelete="set null", index="btree_not_null"
    )
    batch_id = fields.Many2one(
        "crm.farewell.batch", readonly=True, ondelete="set null", index="btree_not_null"
    )
    survey_id = fields.Many2one("survey.survey", string="Questionnaire", readonly=True)
    # What it is about, also after a merge: of two deals merged into one, each keeps its own.
    origin_key = fields.Char(required=True, readonly=True, copy=False)
    event = fields.Selection(EVENTS, required=True, readonly=True)
    cycle = fields.Integer(required=True, readonly=True, default=1)
    lead_id = fields.Many2one(
        "crm.lead", string="Deal", readonly=True, ondelete="set null", index="btree_not_null"
    )
    lead_name = fields.Char(string="Deal's Name", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Person", readonly=True, ondelete="set null", index="btree_not_null"
    )
    person_name = fields.Char(readonly=True)
    client_id = fields.Many2one(
        "res.partner", string="Client", readonly=True, ondelete="set null", index="btree_not_null"
    )
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True, index=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    lost_reason_id = fields.Many2one("crm.lost.reason", string="Noted Reason", readonly=True)
    stated_reason_id = fields.Many2one(
        "crm.lost.reason", string="Stated Reason", readonly=True, help="What the customer says."
    )
    amount = fields.Monetary(string="Expected Revenue", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)

    email = fields.Char(readonly=True, help="The address that is written to.")
    phone = fields.Char(readonly=True, help="The number that an SMS goes to.")
    channel = fields.Selection(
        [("email", "E-mail"), ("sms", "SMS"), ("hand", "By hand")], readonly=True
    )
    lang = fields.Char(string="Language", readonly=True)
    tz = fields.Char(string="Time Zone", readonly=True)

    state = fields.Selection(STATES, required=True, readonly=True, default="scheduled", index=True)
    reason = fields.Selection(REASONS, readonly=True)
    error = fields.Char(readonly=True)
    event_at = fields.Datetime(string="Happened on", readonly=True)
    due_at = fields.Datetime(string="Planned for", readonly=True)
    sending_at = fields.Datetime(readonly=True)
    sent_at = fields.Datetime(string="Sent on", readonly=True)
    delivered_at = fields.Datetime(string="Delivered on", readonly=True)
    opened_at = fields.Datetime(string="Opened on", readonly=True)
    answered_at = fields.Datetime(string="Answered on", readonly=True)
    expires_at = fields.Datetime(string="Expires on", readonly=True)
    next_reminder_at = fields.Datetime(string="Next Reminder", readonly=True)
    reminders_sent = fields.Integer(string="Reminders Sent", readonly=True)
    retries = fields.Integer(readonly=True)
    failed_channels = fields.Char(
        readonly=True, copy=False, help="The ways by which the letter could not be delivered."
    )
    sms_segments = fields.Integer(string="SMS Paid", readonly=True, copy=False)

    user_input_id = fields.Many2one(
        "survey.user_input",
        string="Answer",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        groups="survey.group_survey_user",
    )
    is_begun = fields.Boolean(
        string="Begun, Not Finished", readonly=True, help="Some questions are answered."
    )
    answered_by_id = fields.Many2one(
        "res.users", string="Filled in by", readonly=True, help="Empty: the customer."
    )
    score = fields.Float(readonly=True, aggregator="avg", help="0 to 10.")
    has_score = fields.Boolean(readonly=True)
    nps = fields.Integer(
        string="NPS",
        readonly=True,
        aggregator=False,
        help="How likely the customer recommends us, 0 to 10.",
    )
    has_nps = fields.Boolean(readonly=True)
    may_quote = fields.Boolean(string="May Be Quoted", readonly=True)
    wants_talk = fields.Boolean(string="Wants to Talk", readonly=True)
    callback_date = fields.Date(string="Call on", readonly=True)
    offer_id = fields.Many2one("crm.farewell.offer", readonly=True, ondelete="set null")
    offer_code = fields.Char(readonly=True, copy=False)
    token_ids = fields.One2many("crm.farewell.token", "invitation_id", readonly=True)

    _origin_uniq = models.Constraint(
        "UNIQUE (origin_key, event, cycle)", "This deal has been asked about already."
    )
    _due_idx = models.Index("(due_at) WHERE state = 'scheduled'")
    _reminder_idx = models.Index("(next_reminder_at) WHERE next_reminder_at IS NOT NULL")
    _expiry_idx = models.Index("(expires_at) WHERE state IN ('sent', 'opened', 'unknown')")
    _undelivered_idx = models.Index(
        "(sent_at) WHERE state IN ('sent', 'opened') AND delivered_at IS NULL"
    )
    _sending_idx = models.Index("(sending_at) WHERE state = 'sending'")
    _sent_to_partner_idx = models.Index("(partner_id, sent_at) WHERE sent_at IS NOT NULL")
    _sent_to_email_idx = models.Index("(email_normalized, sent_at) WHERE sent_at IS NOT NULL")
    _sent_to_phone_idx = models.Index("(phone_sanitized, sent_at) WHERE sent_at IS NOT NULL")

    @api.model
    def _phone_get_number_fields(self):
        return ["phone"]

    def _mail_get_partner_fields(self, introspect_fields=False):
        """The address that is written to is our own: a partner's may have changed since."""
        return []

    @api.model
    def _new_offer_code(self):
        """A code a person can read aloud, without letters that look alike."""
        return "".join(secrets.choice("ABCDEFGHJKMNPQRSTUVWXYZ23456789") for _ in range(8))

    def _make_offer_code(self):
        """Return the code of the offer in this letter. Hook: extend for codes of other systems."""
        return self._new_offer_code()

    def _first_name(self):
        """How the page and the letter greet: nothing else of a person is shown to strangers."""
        self.ensure_one()
        return (self.person_name or "").split(" ")[0]
