# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

# What the figures of a model are counted from as well.
TOGETHER = {
    "calendar.event": {"crm.lead"},
    "mail.activity": {"crm.lead"},
    "sale.order": {"sale.order.line"},
    "sale.order.line": {"sale.order"},
}


class CrmKpiMeasure(models.Model):
    _inherit = "crm.kpi.measure"

    def _kpi_models_behind(self):
        """Return the models whose changes explain that this measure says something else by now.

        Extend it for a source of your own.

        :rtype: set
        """
        self.ensure_one()
        if self.source == "entries":
            return {"crm.kpi.entry"}
        if self.source == "plugin":
            return {"crm.lead"}
        return {self.model_name} | TOGETHER.get(self.model_name, set())
