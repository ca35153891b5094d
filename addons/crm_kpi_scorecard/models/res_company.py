# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.base.models.res_partner import _tz_get


class ResCompany(models.Model):
    """In which zone a company's days begin, and how long its figures stay open."""

    _inherit = "res.company"

    kpi_zone = fields.Selection(
        _tz_get,
        string="Time Zone of Figures",
        help="Days, weeks and months of figures begin at midnight there. Empty: the zone of the "
        "company's working hours. Stored figures of closed periods keep the zone they had.",
    )
    kpi_grace_days = fields.Integer(
        string="Days Until a Period is Closed",
        default=5,
        help="So many days after its end a period is still computed anew. Then its figures are "
        "frozen, and what changes later is told as a restatement.",
    )
    kpi_history_months = fields.Integer(
        string="Months of History",
        default=24,
        help="How far back figures are computed from records that are there already.",
    )

    # Of each kind, the current period and its working days: [first day, over, in all].
    kpi_elapsed = fields.Json(readonly=True, copy=False, export_string_translation=False)
    kpi_checked_at = fields.Datetime("Figures Last Computed", readonly=True, copy=False)

    _kpi_grace_days_positive = models.Constraint(
        "CHECK(kpi_grace_days >= 0)", "The days until a period is closed are not negative."
    )
    _kpi_history_months_range = models.Constraint(
        "CHECK(kpi_history_months BETWEEN 1 AND 240)", "History has from 1 to 240 months."
    )

    def _kpi_zone(self):
        """Return the name of the zone in which the company's days begin."""
        self.ensure_one()
        return self.kpi_zone or self.sudo().resource_calendar_id.tz or "UTC"
