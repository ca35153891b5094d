# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.places import Position


class CalendarEvent(models.Model):
    """A meeting with a planned place, where salespeople may check in and out."""

    _inherit = "calendar.event"

    planned_latitude = fields.Float(
        digits=(10, 7),
        compute="_compute_planned_place",
        store=True,
        readonly=False,
        help="Of the place; taken from the customer's address when it is known there.",
    )
    planned_longitude = fields.Float(
        digits=(10, 7), compute="_compute_planned_place", store=True, readonly=False
    )
    visit_ids = fields.One2many("crm.meeting.visit", "event_id", string="Check-ins", copy=False)

    @api.depends("opportunity_id")
    def _compute_planned_place(self):
        for event in self:
            customer = event.opportunity_id.partner_id
            event.planned_latitude = event.planned_latitude or customer.partner_latitude
            event.planned_longitude = event.planned_longitude or customer.partner_longitude

    def _planned_position(self):
        """Where the meeting is to be, or None when nobody knows."""
        self.ensure_one()
        event = self.sudo()
        if not (event.planned_latitude or event.planned_longitude):
            return None
        try:
            return Position(event.planned_latitude, event.planned_longitude)
        except ValueError:
            # Typed by hand: no such place.
            return None

    def _meeting_company(self):
        """The company whose settings count: the deal's, else the user's."""
        self.ensure_one()
        return (self.sudo().opportunity_id.company_id or self.env.company).sudo()

    def _own_visit(self):
        self.ensure_one()
        visits = self.env["crm.meeting.visit"].sudo()
        return visits.search([("event_id", "=", self.id), ("user_id", "=", self.env.uid)], limit=1)

    @api.readonly
    def get_meeting_check(self):
        """Return what the check-in buttons show to the user.

        :return: state "off", "ready", "in" or "out", and the text to agree to first, if any
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may_check_in():
            return {"state": "off", "consent": ""}
        visit = self._own_visit()
        state = "ready" if not visit else "out" if visit.check_out_at else "in"
        text = self._meeting_company()._meeting_consent_text()
        settings = self.env.user.sudo().res_users_settings_id
        return {"state": state, "consent": "" if settings._has_meeting_consent(text) else text}

    def _may_check_in(self):
        """Whether the check-in is on and the user, a colleague, takes part in the meeting."""
        if not self.env.user._is_internal():
            return False
        people = self.sudo().partner_ids | self.sudo().user_id.partner_id
        company = self._meeting_company()
        return company.meeting_check_in and self.env.user.partner_id in people

    def action_check_in(self, position=None, consent=""):
        """Note that the user has come. Twice is once.

        :param position: latitude, longitude and accuracy of his device, if he shares it
        :param consent: the text that he has just agreed to
        """
        self._check_meeting(consent)
        visits = self.env["crm.meeting.visit"].sudo()
        if not self._own_visit():
            visits.create(
                {
                    "event_id": self.id,
                    "user_id": self.env.uid,
                    "company_id": self._meeting_company().id,
                    "check_in_at": fields.Datetime.now(),
                    "planned_at": False if self.allday else self.start,
                    "planned_hours": 0 if self.allday else self.duration,
                    **self._place("check_in", position),
                }
            )
        return self.get_meeting_check()

    def action_check_out(self, position=None):
        """Note that the user has left; only after he has come, and once."""
        self._check_meeting()
        visit = self._own_visit()
        if not visit:
            raise UserError(self.env._("Check in first, please."))
        if not visit.check_out_at:
            visit.write(
                {"check_out_at": fields.Datetime.now(), **self._place("check_out", position)}
            )
        return self.get_meeting_check()

    def _check_meeting(self, consent=""):
        """Refuse who takes no part, or did not agree.

        :raise UserError: with the reason
        """
        self.ensure_one()
        self.check_access("read")
        if not self._may_check_in():
            raise UserError(self.env._("You cannot check in at this meeting."))
        text = self._meeting_company()._meeting_consent_text()
        settings = self.env["res.users.settings"]._find_or_create_for_user(self.env.user)
        if consent and consent == text:
            settings._set_meeting_consent(text)
        if not settings._has_meeting_consent(text):
            raise UserError(self.env._("Please agree to the text first."))

    def _place(self, door, position):
        try:
            return self.env["crm.meeting.visit"]._prepare_place(self, door, position)
        except ValueError:
            raise UserError(self.env._("Your position cannot be read.")) from None

    @api.model
    def withdraw_meeting_consent(self):
        """Take back the user's own consent; what was noted before stays until its time is over."""
        settings = self.env["res.users.settings"]._find_or_create_for_user(self.env.user)
        settings._set_meeting_consent(False)
        return True
