# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast
from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import periods
from .kpi_reading import Cell, Facts, Key
from .levels import PATHS, SUBJECTS

# How entered figures are read.
ENTRIES = {
    "date_field": "date",
    "aggregate": "sum",
    "value_field": "value",
    "company_path": "company_id",
    "currency_path": "currency_id",
}


class CrmKpiMeasure(models.Model):
    """Which facts a measure is made of, and what a plug-in gives."""

    _inherit = "crm.kpi.measure"

    def _kpi_plan(self, reading):
        """What is to be read for this measure.

        :param Reading reading: the question
        :return: the :class:`Facts` to read; of a plug-in the ``{Key: Cell}`` it gave; None when
            there is no source (a plug-in that is not installed) or when a filter means nothing to
            this measure
        """
        self.ensure_one()
        if any(not self._kpi_knows(column) for column in reading.filters):
            return None
        levels = [level for level in reading.levels if self._kpi_has_level(level)]
        if self.source == "plugin":
            return self._kpi_read_plugin(reading.for_levels(levels))
        plans = [self._kpi_facts(reading.for_levels(part)) for part in self._kpi_split(levels)]
        return [plan for plan in plans if plan]

    def _kpi_setting(self, name):
        """A field that says how to read; entered figures are always read alike."""
        return ENTRIES.get(name, False) if self.source == "entries" else self[name]

    def _kpi_company_paths(self):
        """Where the company of a fact is found, the first that is known: its own, its person's."""
        person = self._kpi_paths().get("user_id")
        paths = [self._kpi_setting("company_path"), person and f"{person}.company_id"]
        return [path for path in paths if path]

    def _kpi_knows(self, column):
        """Whether this measure can tell subjects of that kind apart."""
        return self.source != "records" or bool(self[PATHS[column]])

    def _kpi_has_level(self, level):
        """Whether a figure of that level can be told."""
        return all(self._kpi_knows(column) for column in SUBJECTS[level])

    def _kpi_split(self, levels):
        """Levels that are read together: a fact with several client groups counts in each of them,
        and must not count several times elsewhere.
        """
        apart = [level for level in levels if level == "group"]
        return [level for level in levels if level not in apart], apart

    def _kpi_model(self):
        """The model the facts are in, read by the system: who may see which figure is decided where
        figures are shown.
        """
        name = "crm.kpi.entry" if self.source == "entries" else self.model_name
        return self.env[name].sudo().with_context(active_test=False)

    def _kpi_paths(self):
        """The path to each subject's column."""
        if self.source == "entries":
            return {column: column for column in PATHS}
        return {column: self[path] for column, path in PATHS.items() if self[path]}

    def _kpi_date_path(self, reading):
        """The path of the moment a fact belongs to, empty for what is counted as it stands now."""
        return self._kpi_setting("cohort_date_field" if reading.is_cohort else "date_field")

    def _kpi_facts_domain(self):
        """Which records are facts of this measure, whenever they happened."""
        model = self._kpi_model()
        if self.source == "entries":
            return Domain("measure_id", "=", self.id)
        domain = Domain(ast.literal_eval(self.domain or "[]")) & model._kpi_base_domain()
        if not self.include_archived and model._active_name:
            domain &= Domain(model._active_name, "=", True)
        return domain

    def _kpi_dates_domain(self, path, first, last, zone):
        """Facts from the first day of one period to the last day of another, in a time zone."""
        if self._kpi_field(path).type == "date":
            return Domain(path, ">=", first.start) & Domain(path, "<=", last.end)
        return Domain(path, ">=", first.bounds(zone)[0]) & Domain(path, "<", last.bounds(zone)[1])

    def _kpi_field(self, path):
        """The field at the end of a path.

        :raises ValueError: the path leads nowhere
        """
        model = self._kpi_model()
        *steps, name = path.split(".")
        for step in steps:
            if step not in model._fields or model._fields[step].type != "many2one":
                raise ValueError(path)
            model = model[step]
        if name not in model._fields:
            raise ValueError(path)
        return model._fields[name]

    def _kpi_facts(self, reading):
        """The facts to read, or None where there cannot be any."""
        path = self._kpi_date_path(reading)
        now = periods.period_on(reading.today, reading.kind)
        domain = self._kpi_facts_domain()
        if path:
            domain &= self._kpi_dates_domain(path, reading.first, reading.last, reading.zone)
        elif now not in reading.periods:
            return None
        paths = self._kpi_paths()
        for column, ids in reading.filters.items():
            domain &= Domain(paths[column], "in", [each or False for each in ids])
        model = self._kpi_model().with_context(tz=reading.zone)
        query = model._search(domain)
        if query.is_empty() or not reading.levels:
            return None
        return Facts(self, reading, model, query, self._kpi_moment_sql(model, query, reading))

    def _kpi_moment_sql(self, model, query, reading):
        """The local moment of a fact; of what is counted as it stands, the current period."""
        path = self._kpi_date_path(reading)
        if not path:
            return SQL("%s::timestamp", periods.period_on(reading.today, reading.kind).start)
        column, field, *_where = self._kpi_path(model, path, query)
        return self._kpi_local(column, field, reading.zone)

    def _kpi_period_sql(self, model, query, reading):
        """The number of the period of a fact (see ``Reading.numbers``)."""
        path = self._kpi_date_path(reading)
        if not path:
            now = periods.period_on(reading.today, reading.kind)
            return SQL("%s", next(n for n, each in reading.numbers.items() if each == now))
        column, field, *_where = self._kpi_path(model, path, query)
        is_date = field.type == "date"
        kind = SQL("date[]") if is_date else SQL("timestamp[]")
        return SQL("width_bucket(%s, %s::%s)", column, reading.edges(is_date), kind)

    def _kpi_read_plugin(self, reading):
        """Rows a programmer's source gives, folded into cells."""
        rows = self._kpi_source_rows(reading)
        if rows is None:
            return None
        totals, counts = defaultdict(Decimal), defaultdict(int)
        counted = {company.id: (reading.into or company).id for company in reading.companies}
        wanted = set(reading.periods)
        for moment, company, subjects, total, count in rows:
            counted_for = counted.get(company or reading.first_company)
            period = periods.period_on(self._kpi_day(moment, reading.zone), reading.kind)
            is_asked = counted_for and period in wanted and self._kpi_passes(subjects, reading)
            if not is_asked:
                continue
            for level in reading.levels:
                if subjects.keys() >= set(SUBJECTS[level]):
                    ids = tuple(subjects[name] or 0 for name in SUBJECTS[level])
                    key = Key(counted_for, period, level, ids)
                    totals[key] += Decimal(str(total))
                    counts[key] += count
        return {key: Cell(total, counts[key]) for key, total in totals.items()}

    def _kpi_day(self, moment, zone):
        """The local day of a moment (UTC) or date that a source gave."""
        return periods.local_day(moment, zone) if hasattr(moment, "hour") else moment

    def _kpi_passes(self, subjects, reading):
        """Whether a row of a source is of the subjects asked for."""
        return all(
            name in subjects and (subjects[name] or 0) in ids
            for name, ids in reading.filters.items()
        )
