# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain

from ..tools import periods
from .levels import SUBJECTS


class CrmKpiMeasure(models.Model):
    _inherit = "crm.kpi.measure"

    def _kpi_records(self, key, filters, is_cohort):
        """The records a measure counted for one subject and period, as (model name, Domain)."""
        self.ensure_one()
        company = self.env["res.company"].sudo().browse(key.company_id)
        zone = company._kpi_zone()
        if self.source == "plugin":
            found = self._kpi_plugin_records(key.period, zone, is_cohort)
            if found is None:
                return None
            model, domain, paths = found
        else:
            model, domain = self._kpi_model(), self._kpi_facts_domain()
            path = self._kpi_setting("cohort_date_field" if is_cohort else "date_field")
            if path:
                domain &= self._kpi_dates_domain(path, key.period, key.period, zone)
            elif key.period != self._kpi_now(zone, key.period.kind):
                domain = Domain.FALSE
            domain &= self._kpi_company_domain(company)
            paths = self._kpi_paths()
        subject = zip(SUBJECTS[key.level], key.subject, strict=True)
        for column, ids in [*((column, (id_,)) for column, id_ in subject), *filters.items()]:
            if column not in paths:
                return None
            domain &= Domain(paths[column], "in", [each or False for each in ids])
        return model._name, domain

    def _kpi_now(self, zone, kind):
        """The period it is now."""
        return periods.period_on(periods.local_day(fields.Datetime.now(), zone), kind)

    def _kpi_company_domain(self, company):
        """Facts of a company: its own, its people's, and what is nobody's (the first)."""
        domain = Domain.FALSE
        nobody = Domain.TRUE
        for path in self._kpi_company_paths():
            domain |= nobody & Domain(path, "=", company.id)
            nobody &= Domain(path, "=", False)
        first = self.env["res.company"].sudo().search([("id", "!=", False)], order="id", limit=1)
        return domain | nobody if company == first else domain

    def _kpi_plugin_records(self, period, zone, is_cohort):
        """What a plug-in's ``_kpi_records_<code>`` says, or None."""
        method = getattr(self, f"_kpi_records_{self.plugin}", None)
        if method is None:
            return None
        asking = self.with_context(kpi_zone=zone, kpi_is_cohort=is_cohort, tz=zone)
        return getattr(asking, method.__name__)(*period.bounds(zone))
