# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from zoneinfo import ZoneInfo

from odoo import models

from ..tools.sending_window import Hours, SendingWindow
from ..tools.zones import is_zone

CACHE = "crm_farewell_survey.windows"


class ResourceCalendar(models.Model):
    """Working hours as the hours in which letters leave, by the clock of their reader."""

    _inherit = "resource.calendar"

    def _farewell_opening(self, moment, zone, company):
        """Return the first moment from this one on at which it is open where the reader lives.

        Without a calendar, with flexible hours or with none, it is always open.

        :param moment: UTC
        :param zone: the name of the reader's zone
        :param company: whose days off hold
        """
        if not self or self.flexible_hours:
            return moment
        place = ZoneInfo(zone if is_zone(zone or "") else "UTC")
        return self._farewell_window(company).opening(moment, place) or moment

    def _farewell_window(self, company):
        """Return the hours and days off; they are read once in a transaction."""
        self.ensure_one()
        known = self.env.cr.cache.setdefault(CACHE, {})
        key = (self.id, company.id)
        if key not in known:
            known[key] = SendingWindow(self._farewell_hours(), self._farewell_closed(company))
        return known[key]

    def _farewell_hours(self):
        """Return the opening hours; breaks are not looked at."""
        lines = self.sudo().attendance_ids.filtered(
            lambda line: not line.display_type and line.day_period != "lunch"
        )
        two = self.two_weeks_calendar
        return [
            Hours(
                int(line.dayofweek),
                line.hour_from,
                line.hour_to,
                int(line.week_type) if two and line.week_type else None,
            )
            for line in lines
        ]

    def _farewell_closed(self, company):
        """Return the days off of the calendar and of the company, as the wall clock shows them."""
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                [
                    ("resource_id", "=", False),
                    ("time_type", "=", "leave"),
                    "|",
                    ("calendar_id", "=", self.id),
                    "&",
                    ("calendar_id", "=", False),
                    ("company_id", "in", [company.id, False]),
                ]
            )
        )
        return [
            tuple(
                moment.replace(tzinfo=ZoneInfo("UTC"))
                .astimezone(ZoneInfo(leave.calendar_id.tz or company.partner_id.tz or "UTC"))
                .replace(tzinfo=None)
                for moment in (leave.date_from, leave.date_to)
            )
            for leave in leaves
        ]
