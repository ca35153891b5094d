# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from fractions import Fraction

from odoo import api, models
from odoo.fields import Domain

from ..tools import pro_rata
from ..tools.exact import exact
from .levels import SUBJECTS


class CrmKpiTarget(models.Model):
    """What a target is for a period: its value, or its share by working days."""

    _inherit = "crm.kpi.target"

    @api.model
    def _kpi_targets(self, company, definitions, first, last):
        """The targets of a company that have a day in these dates.

        :return: ``{(definition id, level, subject): [records]}``, the company's own ones first
        """
        domain = Domain("definition_id", "in", definitions.ids)
        domain &= Domain("company_id", "in", [company.id, False])
        domain &= Domain("date_from", "<=", last) & Domain("date_to", ">=", first)
        found = defaultdict(list)
        for target in self.sudo().search(domain, order="company_id, date_from, id"):
            level = target._kpi_level()
            if level:
                found[target.definition_id.id, level, target._kpi_subject(level)].append(target)
        return found

    @api.model
    def _kpi_of(self, targets, definition_id, key):
        """The targets of a figure: of just this subject, else of the person in any team."""
        own = targets.get((definition_id, key.level, key.subject))
        if not own and key.level == "team_person":
            person = key.subject[SUBJECTS["team_person"].index("user_id")]
            own = targets.get((definition_id, "person", (person,)))
        return own or []

    @api.model
    def _kpi_value_in(self, targets, period, working):
        """What is to be reached in a period, exactly; None where there is no target.

        :param targets: records of one subject
        :param working: the company's working days over all their dates
        """
        total, company = None, None
        for target in targets:
            if not target.pro_rata:
                if target.date_from <= period.start <= target.date_to:
                    return exact(target.value)
                continue
            if company is not None and target.company_id != company:
                break
            first, last = max(target.date_from, period.start), min(target.date_to, period.end)
            if first > last:
                continue
            company = target.company_id
            whole = sum(1 for day in working if target.date_from <= day <= target.date_to)
            part = sum(1 for day in working if first <= day <= last)
            total = (total or Fraction(0)) + pro_rata.share(exact(target.value), part, whole)
        return total
