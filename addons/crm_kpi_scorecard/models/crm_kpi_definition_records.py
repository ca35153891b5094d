# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmKpiDefinition(models.Model):
    _inherit = "crm.kpi.definition"

    def _kpi_records(self, which, key, filters=None):
        """Exactly the records behind one side of a figure.

        :param str which: "numerator" or "denominator"
        :param Key key: whose figure
        :param dict filters: ids by subject column, as the figure was read with
        :return: (model name, Domain), or None where records cannot be told (formulas, …)
        """
        self.ensure_one()
        measure = self.numerator_id if which == "numerator" else self.denominator_id
        if self.kind == "formula" or not measure:
            return None
        return measure.sudo()._kpi_records(key, filters or {}, self.basis == "cohort")
