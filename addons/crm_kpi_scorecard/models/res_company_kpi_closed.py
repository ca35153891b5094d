# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import fields, models

from ..tools import periods, storing


class ResCompany(models.Model):
    _inherit = "res.company"

    def _kpi_closed_until(self):
        """The first day of the earliest month that is not closed yet.

        Before figures are computed for the first time nothing is closed: history may be imported.
        """
        if not self.sudo().kpi_checked_at:
            return date.min
        today = periods.local_day(fields.Datetime.now(), self._kpi_zone())
        period = periods.period_on(today, "month")
        while not storing.is_closed(period.previous, today, self.kpi_grace_days):
            period = period.previous
        return period.start
