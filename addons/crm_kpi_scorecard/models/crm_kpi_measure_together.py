# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal
from functools import partial

from psycopg2 import DatabaseError

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from .kpi_reading import Cell, Key
from .levels import SUBJECTS


class CrmKpiMeasure(models.Model):
    """Reading the facts of many measures: one query for all measures, subjects, levels and periods
    of the same records.
    """

    _inherit = "crm.kpi.measure"

    @api.model
    def _kpi_read(self, questions):
        """What measures say.

        :param dict questions: ``{name: (measure, Reading)}``, all of the same companies, time zone
            and periods
        :return: by name ``{Key: Cell}``, nothing for subjects without facts; None when there is no
            source or when a filter means nothing to the measure; or the words of an error
        """
        answers, together = {}, defaultdict(list)
        for name, plan in self._kpi_plans(questions).items():
            answers[name] = {} if isinstance(plan, list) else plan
            for facts in plan if isinstance(plan, list) else ():
                together[facts.key].append((name, facts))
        for asked in together.values():
            self._kpi_answer(asked, answers)
        return answers

    @api.model
    def _kpi_plans(self, questions):
        """What is to be read for each question; plug-ins read at once."""
        works = {
            name: partial(measure._kpi_plan, reading)
            for name, (measure, reading) in questions.items()
        }
        apart = [
            name for name, (measure, _reading) in questions.items() if measure.source == "plugin"
        ]
        planned = [name for name in questions if name not in apart]
        plans = dict(
            zip(planned, self._kpi_attempt([works[name] for name in planned]), strict=True)
        )
        return plans | {name: self._kpi_attempt([works[name]])[0] for name in apart}

    @api.model
    def _kpi_attempt(self, works):
        """What each of some works returns, or the words of its error, which is of it alone: they
        are done all at once, and each apart where that fails.
        """
        try:
            with self.env.cr.savepoint():
                return [work() for work in works]
        except (UserError, ValidationError, AccessError, ValueError, DatabaseError) as error:
            if len(works) == 1:
                return [str(error).splitlines()[0] if str(error) else "error"]
        return [result for work in works for result in self._kpi_attempt([work])]

    @api.model
    def _kpi_answer(self, asked, answers):
        """Read measures of the same facts; where that fails, each alone."""
        works = [partial(self._kpi_read_facts, [facts for _name, facts in asked])]
        told = self._kpi_attempt(works)[0]
        if isinstance(told, str) and len(asked) > 1:
            for one in asked:
                self._kpi_answer([one], answers)
            return
        for place, (name, _facts) in enumerate(asked):
            if isinstance(told, str):
                answers[name] = told
            elif isinstance(answers[name], dict):
                answers[name] |= told[place]

    @api.model
    def _kpi_read_facts(self, plans):
        """One query, grouped in as many ways as any of the measures has levels.

        :return: ``{Key: Cell}`` of each measure
        """
        asked = {level for facts in plans for level in facts.reading.levels}
        reading = plans[0].reading.for_levels([level for level in SUBJECTS if level in asked])
        return self._kpi_fold(plans, reading, self.env.execute_query(self._kpi_sql(plans, reading)))

    @api.model
    def _kpi_sql(self, plans, reading):
        """The facts as rows, and above them the groups."""
        numbers = [facts.measure._kpi_numbers_sql(place) for place, facts in enumerate(plans)]
        aggregates = {facts.measure._kpi_setting("aggregate") for facts in plans}
        rows = self._kpi_facts_sql(plans, reading)
        if "distinct" not in aggregates and len(reading.levels) > 1:
            rows = self._kpi_parts_sql(rows, numbers, reading)
            numbers = [
                SQL(
                    "sum(%s)::text, sum(%s)::bigint",
                    SQL.identifier(f"total_{place}"),
                    SQL.identifier(f"count_{place}"),
                )
                for place in range(len(plans))
            ]
        else:
            numbers = [SQL("(%s)::text, %s", total, count) for total, count in numbers]
        return SQL(
            "SELECT %s, %s FROM (%s) fact GROUP BY GROUPING SETS (%s)",
            self._kpi_keys_sql(reading),
            SQL(", ").join(numbers),
            rows,
            self._kpi_sets_sql(reading),
        )

    @api.model
    def _kpi_facts_sql(self, plans, reading):
        """A row for each fact: company, period, subjects and the value of each measure."""
        facts = plans[0]
        measure, model, query = facts.measure, facts.model, facts.query
        paths = measure._kpi_paths()
        columns = [
            SQL("company.counted_id AS company_id"),
            SQL("%s AS period", measure._kpi_period_sql(model, query, facts.reading)),
        ]
        for column in reading.dimensions:
            subject = measure._kpi_path(model, paths[column], query)[0]
            columns.append(SQL("%s AS %s", subject, SQL.identifier(column)))
        for place, each in enumerate(plans):
            if each.measure._kpi_setting("aggregate") != "count":
                value = each.measure._kpi_value_sql(model, query, facts.moment)
                columns.append(SQL("%s AS %s", value, SQL.identifier(f"value_{place}")))
        company = measure._kpi_company_sql(model, query, reading)
        return SQL(
            "SELECT %s FROM %s JOIN %s ON company.id = %s WHERE %s",
            SQL(", ").join(columns),
            query.from_clause,
            self._kpi_companies_sql(reading),
            company,
            query.where_clause or SQL("TRUE"),
        )

    @api.model
    def _kpi_parts_sql(self, rows, numbers, reading):
        """The finest groups, of which there are fewer than facts: each level adds up these."""
        keys = SQL(", ").join(
            SQL.identifier(name) for name in ("company_id", "period", *reading.dimensions)
        )
        columns = [
            SQL(
                "%s AS %s, %s AS %s",
                total,
                SQL.identifier(f"total_{place}"),
                count,
                SQL.identifier(f"count_{place}"),
            )
            for place, (total, count) in enumerate(numbers)
        ]
        return SQL(
            "SELECT %s, %s FROM (%s) one GROUP BY %s", keys, SQL(", ").join(columns), rows, keys
        )

    def _kpi_numbers_sql(self, place):
        """The total of a group, and of how many facts."""
        value = SQL.identifier(f"value_{place}")
        return {
            "count": (SQL("count(*)"), SQL("count(*)")),
            "sum": (SQL("sum(%s)", value), SQL("count(*)")),
            "avg": (SQL("sum(%s)", value), SQL("count(%s)", value)),
            "distinct": (SQL("count(DISTINCT %s)", value), SQL("count(*)")),
        }[self._kpi_setting("aggregate")]

    @api.model
    def _kpi_keys_sql(self, reading):
        """Company, period, which level a row is of, and all subject columns."""
        if not reading.dimensions:
            return SQL("company_id, period, 0")
        columns = SQL(", ").join(SQL.identifier(column) for column in reading.dimensions)
        return SQL("company_id, period, GROUPING(%s), %s", columns, columns)

    @api.model
    def _kpi_sets_sql(self, reading):
        """One set of columns for each level."""
        return SQL(", ").join(
            SQL(
                "(%s)",
                SQL(", ").join(
                    SQL.identifier(name) for name in ("company_id", "period", *SUBJECTS[level])
                ),
            )
            for level in reading.levels
        )

    @api.model
    def _kpi_fold(self, plans, reading, rows):
        """Rows of the query as cells; PostgreSQL tells the level by the columns left out."""
        dimensions = reading.dimensions
        width = 3 + len(dimensions)
        levels = {}
        for level in reading.levels:
            left_out = ["0" if name in SUBJECTS[level] else "1" for name in dimensions]
            places = [3 + dimensions.index(name) for name in SUBJECTS[level]]
            readers = [place for place, facts in enumerate(plans) if level in facts.reading.levels]
            levels[int("".join(left_out) or "0", 2)] = level, places, readers
        wanted = reading.numbers
        cells = [{} for _facts in plans]
        for row in rows:
            period = wanted.get(row[1])
            if not period:
                continue
            level, places, readers = levels[row[2]]
            key = Key(row[0], period, level, tuple(row[place] or 0 for place in places))
            for place in readers:
                total, count = row[width + 2 * place : width + 2 * place + 2]
                cells[place][key] = Cell(_number(total), count)
        return cells


def _number(text):
    """The exact number of a text; whole ones, of which most are, at less cost."""
    if not text:
        return 0
    return int(text) if text.isdigit() else Decimal(text)
