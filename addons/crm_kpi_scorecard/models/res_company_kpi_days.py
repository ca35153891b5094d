# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

from odoo import models

from ..tools import pro_rata


class ResCompany(models.Model):
    _inherit = "res.company"

    def _kpi_working_days(self, first, last):
        """The days worked from one date to another, holidays left out.

        :return: set of dates; Monday to Friday where the company has no calendar
        """
        self.ensure_one()
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        calendar = self.sudo().resource_calendar_id
        if not calendar:
            return {day for day in days if day.weekday() < 5}
        begin, end = datetime.combine(first, time()), datetime.combine(last, time(23, 59, 59))
        unusual = calendar._get_unusual_days(begin, end, self)
        return {day for day in days if not unusual.get(day.isoformat(), False)}

    def _kpi_elapsed(self, period, today):
        """How many working days of a period are over, and how many it has.

        Today counts as over: what happens today is in the figure.
        """
        working = self._kpi_working_days(period.start, period.end)
        over = (day for day in period.days if day <= today)
        return pro_rata.count_days(over, working), len(working)
