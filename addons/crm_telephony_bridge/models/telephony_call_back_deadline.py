# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, timedelta

import pytz

from odoo import api, models

# How far ahead a working hour is looked for: past any holidays.
AHEAD = timedelta(days=28)


class TelephonyCall(models.Model):
    """When a missed call is to be called back: after so many hours of work."""

    _inherit = "telephony.call"

    @api.model
    def _call_back_deadlines(self, planned):
        """The days by which people call back, in their own time zones.

        :param planned: ``[(calls of one number, user)]``
        :return: a date for each
        """
        hours = {}
        groups = {}
        for calls, user in planned:
            groups.setdefault((calls.company_id[:1], user), []).append(
                max(calls.mapped("ended_at"))
            )
        for (company, user), times in groups.items():
            hours[company, user] = self._working_hours(company, user, min(times), max(times))
        return [
            calls[:1]._call_back_deadline(user, hours[calls.company_id[:1], user])
            for calls, user in planned
        ]

    @api.model
    def _working_hours(self, company, user, start, end):
        """Hours in which a person works, holidays left out; None without a calendar."""
        resource = user.resource_ids.filtered(lambda one: one.company_id == company)[:1]
        calendar = resource.calendar_id or company.resource_calendar_id
        if not calendar:
            return None
        intervals = calendar._work_intervals_batch(
            start.replace(tzinfo=pytz.utc), end.replace(tzinfo=pytz.utc) + AHEAD, resources=resource
        )
        return list(intervals[resource.id])

    def _call_back_deadline(self, user, intervals):
        """The day on which the hours allowed for calling back are over."""
        at = self.ended_at.replace(tzinfo=UTC)
        left = timedelta(hours=self.provider_id.call_back_hours)
        due = at + left
        for start, stop, _meta in intervals or ():
            begin = max(start, at)
            if stop > begin:
                due = begin + left
                if due <= stop:
                    break
                left -= stop - begin
        return due.astimezone(pytz.timezone(user.tz or self.provider_id.tz or "UTC")).date()
