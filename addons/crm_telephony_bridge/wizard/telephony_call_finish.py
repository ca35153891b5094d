# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

_ACTIVITIES = {"call": "mail.mail_activity_data_call", "task": "mail.mail_activity_data_todo"}


class TelephonyCallFinish(models.TransientModel):
    """After the call: result, note, next step and stage in one go."""

    _name = "telephony.call.finish"
    _description = "After the Call"

    call_id = fields.Many2one("telephony.call", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="call_id.company_id")
    result_id = fields.Many2one(
        "telephony.call.result",
        required=True,
        compute="_compute_result_id",
        store=True,
        readonly=False,
    )
    note = fields.Text(compute="_compute_note", store=True, readonly=False)
    partner_id = fields.Many2one(
        "res.partner", string="Contact", compute="_compute_partner_id", store=True, readonly=False
    )
    lead_id = fields.Many2one(
        "crm.lead",
        string="Lead or Opportunity",
        compute="_compute_lead_id",
        store=True,
        readonly=False,
    )
    stage_id = fields.Many2one("crm.stage", compute="_compute_stage_id", store=True, readonly=False)
    team_id = fields.Many2one(related="lead_id.team_id")
    next_step = fields.Selection(
        [("none", "Nothing"), ("call", "Call"), ("meeting", "Meeting"), ("task", "Task")],
        required=True,
        default="none",
    )
    next_date = fields.Date(
        string="On", default=lambda self: fields.Date.context_today(self) + timedelta(days=1)
    )
    next_at = fields.Datetime(
        string="At",
        default=lambda _self: fields.Datetime.now().replace(minute=0, second=0) + timedelta(days=1),
    )
    next_summary = fields.Char(string="What")
    meeting_planned = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        compute="_compute_meeting_planned",
        store=True,
        readonly=False,
        help="Whether a meeting was agreed on in this call.",
    )

    @api.depends("call_id")
    def _compute_result_id(self):
        for form in self:
            form.result_id = form.call_id.result_id

    @api.depends("call_id")
    def _compute_note(self):
        for form in self:
            form.note = form.call_id.note

    @api.depends("call_id")
    def _compute_partner_id(self):
        for form in self:
            form.partner_id = form.call_id.partner_id

    @api.depends("call_id")
    def _compute_lead_id(self):
        for form in self:
            form.lead_id = form.call_id.lead_id or form._only_deal()

    def _only_deal(self):
        """The contact's open deal, when there is no question which."""
        partner = self.call_id.partner_id
        if not partner:
            return self.env["crm.lead"]
        deals = self.env["crm.lead"].search(
            [("partner_id", "=", partner.id), ("won_status", "=", "pending")], limit=2
        )
        return deals if len(deals) == 1 else deals.browse()

    @api.depends("lead_id")
    def _compute_stage_id(self):
        for form in self:
            form.stage_id = form.lead_id.stage_id

    @api.depends("next_step")
    def _compute_meeting_planned(self):
        for form in self:
            if form.next_step == "meeting":
                form.meeting_planned = "yes"
            else:
                form.meeting_planned = form.meeting_planned or form.call_id.meeting_planned or "no"

    def action_finish(self):
        """Write everything down and plan the next step."""
        self.ensure_one()
        self._check_next_step()
        self.call_id.check_access("write")
        self.call_id._finish(
            {
                "result_id": self.result_id.id,
                "note": self.note,
                "meeting_planned": self.meeting_planned,
                "partner_id": (self.partner_id or self.lead_id.partner_id).id,
                "lead_id": self.lead_id.id,
            }
        )
        if self.lead_id and self.stage_id and self.stage_id != self.lead_id.stage_id:
            self.lead_id.stage_id = self.stage_id
        if self.next_step == "meeting":
            self._plan_meeting()
        elif self.next_step != "none":
            self._plan_activity()
        return {"type": "ir.actions.act_window_close"}

    def _check_next_step(self):
        if self.next_step == "none":
            return
        if not (self.lead_id or self.partner_id):
            raise UserError(self.env._("Say whose call it was, so that the next step has a place."))
        if not (self.next_at if self.next_step == "meeting" else self.next_date):
            raise UserError(self.env._("Say when the next step is."))

    def _plan_activity(self):
        card = self.lead_id or self.partner_id
        return card.activity_schedule(
            _ACTIVITIES[self.next_step],
            date_deadline=self.next_date,
            summary=self.next_summary or False,
            user_id=self.env.uid,
        )

    def _plan_meeting(self):
        """A meeting in the calendar; the customer is not written to by that."""
        card = self.lead_id or self.partner_id
        partners = self.env.user.partner_id | self.partner_id | self.lead_id.partner_id
        meeting = self.env["calendar.event"].with_context(no_mail_to_attendees=True)
        return meeting.create(
            {
                "name": self.next_summary or card.display_name,
                "start": self.next_at,
                "stop": self.next_at + timedelta(hours=1),
                "partner_ids": partners.ids,
                "opportunity_id": self.lead_id.id,
                "res_model_id": self.env["ir.model"]._get_id(card._name),
                "res_id": card.id,
            }
        )
