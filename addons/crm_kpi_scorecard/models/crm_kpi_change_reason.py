# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

# So many things that happened are told one by one; of more only their number.
TOLD = 5


class CrmKpiChange(models.Model):
    """Why a figure of a closed period would be another one by now."""

    _inherit = "crm.kpi.change"

    @api.model
    def _kpi_reasons(self, places):
        """What happened to the facts of some figures, in words.

        :param places: pairs of a definition's id and the figure's Key
        :return: ``{place: text}``, of those of whose facts something is known
        """
        if not places:
            return {}
        definitions = self.env["crm.kpi.definition"].sudo()
        models_of = {}
        for number in {definition_id for definition_id, _key in places}:
            measures = [measure for measure, _cohort in definitions.browse(number)._kpi_measures()]
            models_of[number] = set().union(*(each._kpi_models_behind() for each in measures))
        first = min(key.period.start for _number, key in places)
        last = max(key.period.end for _number, key in places)
        within = Domain.OR(
            Domain(name, ">=", first) & Domain(name, "<=", last)
            for name in ("fact_date_old", "fact_date_new")
        )
        names = sorted(set().union(*models_of.values()))
        changes = self.sudo().search(within & Domain("model", "in", names))
        return {
            (number, key): text
            for number, key in places
            if (text := changes._kpi_words(key, models_of[number]))
        }

    def _kpi_words(self, key, names):
        """Those of these changes that touch a figure, one line each."""
        start, end = key.period.start, key.period.end
        mine = self.filtered(
            lambda change: (
                change.model in names
                and change.company_id.id in (False, key.company_id)
                and any(
                    day and start <= day <= end
                    for day in (change.fact_date_old, change.fact_date_new)
                )
            )
        )
        lines = [change._kpi_line() for change in mine[:TOLD]]
        if len(mine) > TOLD:
            lines.append(self.env._("… and %(count)s more", count=len(mine) - TOLD))
        return "\n".join(lines)

    def _kpi_line(self):
        """One change as a sentence."""
        what = dict(self._fields["what"]._description_selection(self.env))[self.what]
        return self.env._(
            "%(day)s, %(who)s: %(what)s “%(name)s” %(detail)s",
            day=self.happened_at.date().isoformat(),
            who=self.user_id.name or "",
            what=what,
            name=self.name or "",
            detail=self.detail or "",
        ).strip()
