# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

EVENTS = [
    ("lost", "Lost"),
    ("won", "Won"),
    ("inactive", "No contact for a long time"),
    ("delivered", "Delivered"),
]
CHANNELS = [
    ("email", "E-mail"),
    ("sms", "SMS"),
    ("email_sms", "E-mail, else SMS"),
    ("sms_email", "SMS, else e-mail"),
]
BASES = [
    ("consent", "Consent of the customer"),
    ("interest", "Legitimate interest"),
    ("contract", "Performance of a contract"),
]


class CrmFarewellPolicy(models.Model):
    """After what, to whom, by what way and when a letter with questions is sent."""

    _name = "crm.farewell.policy"
    _description = "Feedback Policy"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10, help="Of several that fit a deal, the first one is used.")
    company_id = fields.Many2one(
        "res.company", help="Empty: deals of all companies.", index="btree_not_null"
    )
    event = fields.Selection(EVENTS, required=True, default="lost")
    inactive_days = fields.Integer(
        string="Days without Contact",
        default=180,
        help="A customer who was contacted last this many days ago gets a letter.",
    )
    stage_id = fields.Many2one(
        "crm.stage", string="Stage of Delivery", help="A deal that enters this stage is delivered."
    )
    team_ids = fields.Many2many("crm.team", string="Sales Teams", help="Empty: all teams.")
    lost_reason_ids = fields.Many2many(
        "crm.lost.reason", string="Lost Reasons", help="Empty: whatever the reason."
    )
    domain = fields.Char(
        string="Only Deals",
        default="[]",
        help="Further conditions on the deal; on the customer for those without contact.",
    )
    domain_model = fields.Char(compute="_compute_domain_model")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    amount_from = fields.Monetary(
        string="Expected Revenue from", help="Deals of less are not asked. Zero: all deals."
    )
    is_for_created = fields.Boolean(
        string="Also Deals Created So",
        help="Send also for deals that are created or imported as won or lost.",
    )
    channels = fields.Selection(CHANNELS, required=True, default="email_sms")
    delay_hours = fields.Float(
        string="Wait", default=24, help="Hours between the event and the letter."
    )
    hold_hours = fields.Float(
        string="Time to Hold Back",
        default=1,
        help="For so many hours at least the letter waits and can be held back from the deal.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Sending Hours",
        default=lambda self: self.env.ref(
            "crm_farewell_survey.resource_calendar_letters", raise_if_not_found=False
        ),
        help="Letters leave within these hours, by the clock of the customer. Empty: at any hour.",
    )
    survey_id = fields.Many2one(
        "survey.survey",
        string="Questionnaire",
        domain=[("survey_type", "=", "farewell")],
        ondelete="restrict",
        index="btree_not_null",
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        string="Letter",
        domain=[("model", "=", "crm.farewell.invitation")],
        ondelete="restrict",
    )
    sms_template_id = fields.Many2one(
        "sms.template",
        string="SMS",
        domain=[("model", "=", "crm.farewell.invitation")],
        ondelete="restrict",
    )
    reminder_mail_template_id = fields.Many2one(
        "mail.template",
        string="Reminder Letter",
        domain=[("model", "=", "crm.farewell.invitation")],
        ondelete="restrict",
    )
    reminder_sms_template_id = fields.Many2one(
        "sms.template",
        string="Reminder SMS",
        domain=[("model", "=", "crm.farewell.invitation")],
        ondelete="restrict",
    )
    offer_ids = fields.Many2many(
        "crm.farewell.offer",
        string="Offers",
        help="The first one that fits the reason of the loss goes into the letter.",
    )
    reminder_count = fields.Integer(string="Reminders", default=1)
    reminder_days = fields.Integer(string="Days before a Reminder", default=4)
    expiry_days = fields.Integer(
        string="Link Works for", default=30, help="Days after the letter in which it is answered."
    )
    cool_off_days = fields.Integer(
        string="Days of Peace",
        default=90,
        help="A person who got a letter gets no other one for so many days. Zero: no such limit.",
    )
    batch_limit = fields.Integer(
        string="Largest Batch without Approval",
        default=50,
        help="When more deals than this change at once, nothing is sent until it is approved.",
    )
    refusal_scope = fields.Selection(
        [("person", "The person"), ("client", "The whole client")],
        string="A Refusal Holds for",
        required=True,
        default="person",
    )
    low_score = fields.Float(
        string="Low Score",
        default=6,
        help="An answer of this score (0 to 10) or less makes an activity for the team leader.",
    )
    talk_action = fields.Selection(
        [("activity", "Plan a call"), ("reopen", "Reopen the deal and plan a call")],
        string="“Talk to Me”",
        required=True,
        default="activity",
    )
    legal_basis = fields.Selection(BASES, required=True, default="interest")
    consent_text = fields.Text(
        string="Consent or Reason",
        translate=True,
        help="Why the customer may be asked, and what becomes of the answers; shown on the page.",
    )
    retention_months = fields.Integer(
        string="Keep Answers for",
        default=36,
        help="Months after which who answered what is forgotten; figures stay. Zero: for ever.",
    )
    invitation_count = fields.Integer(compute="_compute_invitation_count")

    _days_range = models.Constraint(
        "CHECK (inactive_days > 0 AND expiry_days > 0 AND cool_off_days >= 0"
        " AND reminder_count BETWEEN 0 AND 5 AND reminder_days > 0 AND retention_months >= 0)",
        "Days must be more than zero, and there are at most 5 reminders.",
    )
    _hours_range = models.Constraint(
        "CHECK (delay_hours >= 0 AND hold_hours >= 0 AND batch_limit > 0)",
        "Hours cannot be less than zero, and a batch has at least one deal.",
    )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for policy in self:
            policy.currency_id = (policy.company_id or self.env.company).currency_id

    @api.depends("event")
    def _compute_domain_model(self):
        for policy in self:
            policy.domain_model = "res.partner" if policy.event == "inactive" else "crm.lead"

    def _compute_invitation_count(self):
        groups = self.env["crm.farewell.invitation"]._read_group(
            [("policy_id", "in", self.ids)], ["policy_id"], ["__count"]
        )
        counts = {policy.id: count for policy, count in groups}
        for policy in self:
            policy.invitation_count = counts.get(policy.id, 0)
