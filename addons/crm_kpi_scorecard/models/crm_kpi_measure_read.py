# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast
from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import periods
from .kpi_reading import Cell, Key
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
    """Reading the facts of a measure: one query for all subjects, levels and periods."""

    _inherit = "crm.kpi.measure"

    def _kpi_read(self, reading):
        """What this measure says.

        :param Reading reading: the question
        :return: ``{Key: Cell}``, nothing for subjects without facts; None when there is no source
            (a plug-in that is not installed) or when a filter means nothing to this measure
        """
        self.ensure_one()
        if any(not self._kpi_knows(column) for column in reading.filters):
            return None
        levels = [level for level in reading.levels if self._kpi_has_level(level)]
        if self.source == "plugin":
            return self._kpi_read_plugin(reading.for_levels(levels))
        found = {}
        for part in self._kpi_split(levels):
            if part:
                found |= self._kpi_read_records(reading.for_levels(part))
        return found

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

    def _kpi_read_records(self, reading):
        """One query, grouped in as many ways as there are levels."""
        path = self._kpi_date_path(reading)
        now = periods.period_on(reading.today, reading.kind)
        domain = self._kpi_facts_domain()
        if path:
            domain &= self._kpi_dates_domain(path, reading.first, reading.last, reading.zone)
        elif now not in reading.periods:
            return {}
        paths = self._kpi_paths()
        for column, ids in reading.filters.items():
            domain &= Domain(paths[column], "in", [each or False for each in ids])
        model = self._kpi_model().with_context(tz=reading.zone)
        query = model._search(domain)
        if query.is_empty():
            return {}
        return self._kpi_fold(reading, self.env.execute_query(self._kpi_sql(model, query, reading)))

    def _kpi_sql(self, model, query, reading):
        """The facts as rows, and above them the groups."""
        local = self._kpi_moment_sql(model, query, reading)
        paths = self._kpi_paths()
        columns = [
            SQL("company.counted_id AS company_id"),
            SQL("date_trunc(%s, %s)::date AS began", reading.kind, local),
        ]
        for column in reading.dimensions:
            subject = self._kpi_path(model, paths[column], query)[0]
            columns.append(SQL("%s AS %s", subject, SQL.identifier(column)))
        value = SQL("1")
        if self._kpi_setting("aggregate") != "count":
            value = self._kpi_value_sql(model, query, local)
        company = self._kpi_company_sql(model, query, reading)
        return SQL(
            "SELECT %(keys)s, %(numbers)s FROM (SELECT %(columns)s, %(value)s AS value"
            " FROM %(tables)s JOIN %(companies)s ON company.id = %(company)s"
            " WHERE %(where)s) fact GROUP BY GROUPING SETS (%(sets)s)",
            keys=self._kpi_keys_sql(reading),
            numbers=self._kpi_numbers_sql(),
            columns=SQL(", ").join(columns),
            value=value,
            tables=query.from_clause,
            companies=self._kpi_companies_sql(reading),
            company=company,
            where=query.where_clause or SQL("TRUE"),
            sets=self._kpi_sets_sql(reading),
        )

    def _kpi_moment_sql(self, model, query, reading):
        """The local moment of a fact; of what is counted as it stands, the current period."""
        path = self._kpi_date_path(reading)
        if not path:
            return SQL("%s::timestamp", periods.period_on(reading.today, reading.kind).start)
        column, field, *_where = self._kpi_path(model, path, query)
        return self._kpi_local(column, field, reading.zone)

    def _kpi_numbers_sql(self):
        """The total of a group, and of how many facts; as text, a float would not be exact."""
        return {
            "count": SQL("count(*), count(*)"),
            "sum": SQL("sum(value)::text, count(*)"),
            "avg": SQL("sum(value)::text, count(value)"),
            "distinct": SQL("count(DISTINCT value), count(*)"),
        }[self._kpi_setting("aggregate")]

    def _kpi_keys_sql(self, reading):
        """Company, period, which level a row is of, and all subject columns."""
        if not reading.dimensions:
            return SQL("company_id, began, 0")
        columns = SQL(", ").join(SQL.identifier(column) for column in reading.dimensions)
        return SQL("company_id, began, GROUPING(%s), %s", columns, columns)

    def _kpi_sets_sql(self, reading):
        """One set of columns for each level."""
        return SQL(", ").join(
            SQL(
                "(%s)",
                SQL(", ").join(
                    SQL.identifier(name) for name in ("company_id", "began", *SUBJECTS[level])
                ),
            )
            for level in reading.levels
        )

    def _kpi_fold(self, reading, rows):
        """Rows of the query as cells; PostgreSQL tells the level by the columns it left out."""
        dimensions = reading.dimensions
        masks = {}
        for level in reading.levels:
            left_out = ["0" if name in SUBJECTS[level] else "1" for name in dimensions]
            masks[int("".join(left_out) or "0", 2)] = level
        places = {
            level: [dimensions.index(name) for name in SUBJECTS[level]] for level in reading.levels
        }
        wanted = {period.start: period for period in reading.periods}
        cells = {}
        for company, began, mask, *subjects, total, count in rows:
            period, level = wanted.get(began), masks[mask]
            if period:
                subject = tuple(subjects[place] or 0 for place in places[level])
                cells[Key(company, period, level, subject)] = Cell(Decimal(total or 0), count)
        return cells

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
