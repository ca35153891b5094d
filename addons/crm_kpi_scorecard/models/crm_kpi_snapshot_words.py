# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from urllib.parse import urlencode

from odoo import api, models
from odoo.tools import format_amount, formatLang

from ..tools.periods import Period
from .levels import SUBJECTS


class CrmKpiSnapshot(models.Model):
    """A figure in words."""

    _inherit = "crm.kpi.snapshot"

    @api.depends("definition_id", "date_from", "kind")
    def _compute_display_name(self):
        """The KPI, whose figure, and of when."""
        for snapshot in self:
            parts = (
                snapshot.definition_id.name,
                snapshot._kpi_subject_name(),
                snapshot._kpi_period().label if snapshot.date_from else "",
            )
            snapshot.display_name = " · ".join(part for part in parts if part)

    def _kpi_period(self):
        """The period of a figure."""
        self.ensure_one()
        return Period(self.kind, self.date_from)

    def _kpi_subject_name(self):
        """Whose figure it is."""
        self.ensure_one()
        if self.level == "company":
            return self.company_id.sudo().name
        names = [self[name].sudo().display_name for name in SUBJECTS.get(self.level, ())]
        return " / ".join(name or self.env._("nobody") for name in names)

    def _kpi_value_text(self):
        """The value as people write it."""
        self.ensure_one()
        if self.figure_state in ("no_data", "error"):
            return self.env._("no data")
        definition = self.definition_id
        if definition.unit == "money" and self.currency_id:
            return format_amount(self.env, self.value, self.currency_id)
        text = formatLang(self.env, self.value, digits=definition.digits)
        return f"{text} %" if definition.unit == "percent" else text

    def _kpi_url(self):
        """Where the figure is shown."""
        self.ensure_one()
        asked = {"kind": self.kind, "date_from": self.date_from, "level": self.level}
        return f"/odoo/action-crm_kpi_scorecard.action_kpi_board?{urlencode(asked)}"
