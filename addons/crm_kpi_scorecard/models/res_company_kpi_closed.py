# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import fields, models

from ..tools import periods, storing


class ResCompany(models.Model):
    _inherit = "res.company"

    def _kpi_closed_until(self):
        """The first day that is in no closed period of any kind that KPIs are computed for.

        Before figures are computed for the first time nothing is closed: history may be imported.
        """
        company = self.sudo()
        if not company.kpi_checked_at:
            return date.min
        today = periods.local_day(fields.Datetime.now(), company._kpi_zone())
        starts = [date.min]
        for kind in self.env["crm.kpi.definition"]._kpi_kinds():
            period = periods.period_on(today, kind)
            while not storing.is_closed(period.previous, today, company.kpi_grace_days):
                period = period.previous
            starts.append(period.start)
        return max(starts)
