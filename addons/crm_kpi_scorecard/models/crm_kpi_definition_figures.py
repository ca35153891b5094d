# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

from odoo import fields, models

from ..tools import formula, periods
from ..tools.figures import Figure
from .kpi_reading import Cell, Key, Reading
from .levels import SUBJECTS

# What one of a measure's own numbers is, in the unit it is shown in: durations are measured in
# seconds, shares in parts of one.
SCALES = {
    "percent": Fraction(100),
    "minutes": Fraction(1, 60),
    "hours": Fraction(1, 3600),
    "days": Fraction(1, 86400),
}
LEVEL_FLAGS = {
    "company": None,
    "team": "per_team",
    "person": "per_person",
    "team_person": "per_person",
    "product": "per_product",
    "source": "per_source",
    "group": "per_group",
    "reason": "per_reason",
}


class CrmKpiDefinition(models.Model):
    """Figures of many KPIs at once: each measure is read once, whatever is made of it."""

    _inherit = "crm.kpi.definition"

    def _kpi_levels(self):
        """The levels this KPI is told on."""
        self.ensure_one()
        levels = [level for level, flag in LEVEL_FLAGS.items() if flag is None or self[flag]]
        if not self.per_team and "team_person" in levels:
            levels.remove("team_person")
        return levels

    def _kpi_scaled(self, figure):
        """The exact value of a figure in the unit of this KPI (percent, hours …), or None."""
        value = figure.value
        return None if value is None else value * SCALES.get(self.unit, 1)

    def _kpi_figures(self, wanted, levels=None, companies=None, filters=None, into=None, zone=None):
        """The figures of these KPIs, read from the records now.

        The system reads; who may see which figure is decided where figures are shown.

        :param wanted: periods, of one or several kinds
        :param levels: names of levels; None: those of each KPI
        :param companies: records; None: all
        :param dict filters: ids a fact's subject must have, by subject column
        :param into: a company: the facts of all companies as one figure in its currency, at the
            rates its table has for the day of each fact
        :param zone: the time zone to read in; None: each company's own
        :return: ``{(definition id, Key): Figure}``; each KPI has a figure of the whole company
            in each period, other subjects where there are facts; values in seconds and parts of
            one (see :meth:`_kpi_scaled`)
        """
        everyone = self.env["res.company"].sudo().search([("id", "!=", False)], order="id")
        companies = everyone if companies is None else companies
        kinds = defaultdict(set)
        for period in wanted:
            kinds[period.kind].add(period)
        zones = defaultdict(self.env["res.company"].sudo)
        for company in companies.sudo():
            zones[zone or (into or company)._kpi_zone()] |= company
        found = {}
        for where, members in zones.items():
            today = periods.local_day(fields.Datetime.now(), where)
            for some in kinds.values():
                reading = Reading(
                    companies=members,
                    zone=where,
                    periods=tuple(sorted(some)),
                    levels=tuple(levels or SUBJECTS),
                    today=today,
                    first_company=everyone[:1].id,
                    filters=filters or {},
                    into=into and into.sudo(),
                )
                found |= self.sudo()._kpi_figures_of(reading)
        return found

    def _kpi_figures_of(self, reading):
        """The figures of one zone and kind of period."""
        made_of = self._kpi_made_of()
        needed = self | made_of
        cells = needed._kpi_cells(reading)
        figures, done = {}, {}
        for definition in needed._kpi_in_order():
            own = definition._kpi_own_figures(reading, cells, done)
            done[definition.code] = own
            if definition in self:
                figures |= {(definition.id, key): figure for key, figure in own.items()}
        return figures

    def _kpi_made_of(self):
        """The KPIs that formulas of these name, and theirs."""
        found, waiting = self.browse(), self
        while waiting:
            names = {name for each in waiting for name in each._kpi_formula_names()}
            waiting = self._kpi_named("crm.kpi.definition", names) - found - self
            found |= waiting
        return found

    def _kpi_formula_names(self):
        """The codes in the formula; none when it cannot be read."""
        try:
            return formula.names(formula.parse(self.formula or ""))
        except formula.FormulaError:
            return frozenset()

    def _kpi_named(self, model, names):
        """Measures or KPIs by their codes; a company's own ones before shared ones."""
        if not names:
            return self.env[model].sudo()
        companies = [False, *self.company_id.ids]
        domain = [("code", "in", sorted(names)), ("company_id", "in", companies)]
        found = self.env[model].sudo().search(domain)
        own = set(found.filtered("company_id").mapped("code"))
        return found.filtered(lambda each: each.company_id or each.code not in own)

    def _kpi_in_order(self):
        """What others are made of comes first; a circle (refused on save) is told in its cells."""
        graph = {each.code: each._kpi_formula_names() for each in self}
        by_code = {each.code: each for each in self}
        order = []
        while graph:
            free = [code for code, names in graph.items() if not names & (graph.keys() - {code})]
            for code in free or list(graph):
                order.append(by_code[code])
                del graph[code]
        return order

    def _kpi_measures(self):
        """The measures these KPIs read, each with whether its cohort counts."""
        found = {}
        for each in self:
            is_cohort = each.basis == "cohort"
            measures = each.numerator_id | each.denominator_id
            if each.kind == "formula":
                measures = self._kpi_named("crm.kpi.measure", each._kpi_formula_names())
            for measure in measures:
                found.setdefault((measure, is_cohort), set()).update(each._kpi_levels())
        return found

    def _kpi_cells(self, reading):
        """Each measure read once: cells, None (no source), or an error in words."""
        questions = {}
        for (measure, is_cohort), levels in self._kpi_measures().items():
            asked = tuple(level for level in reading.levels if level in levels)
            question = replace(reading.for_levels(asked), is_cohort=is_cohort)
            questions[measure, is_cohort] = measure, question
        return self.env["crm.kpi.measure"].sudo()._kpi_read(questions)

    def _kpi_own_figures(self, reading, cells, done):
        """The figures of one KPI, from what its measures and KPIs say."""
        levels = [level for level in reading.levels if level in self._kpi_levels()]
        is_cohort = self.basis == "cohort"
        if self.kind == "formula":
            return self._kpi_formula_figures(reading, levels, cells, done)
        above = cells.get((self.numerator_id, is_cohort))
        below = cells.get((self.denominator_id, is_cohort)) if self.kind == "ratio" else {}
        told = {"company"} | {
            level for level in levels if self._kpi_measures_know(level, self.kind == "ratio")
        }
        keys = self._kpi_keys(reading, told & set(levels), (above, below))
        missing = Figure.ZERO if self.kind in ("count", "sum") else Figure.NONE
        make = self._kpi_maker(above, below)
        return defaultdict(lambda: missing, {key: make(key) for key in keys})

    def _kpi_measures_know(self, level, is_ratio):
        """Whether both sides can be told of that level."""
        sides = self.numerator_id | self.denominator_id if is_ratio else self.numerator_id
        return all(measure._kpi_has_level(level) for measure in sides)

    def _kpi_keys(self, reading, levels, sides):
        """Every subject with facts on one side, and each company."""
        keys = {
            key for side in sides if isinstance(side, dict) for key in side if key.level in levels
        }
        if "company" in levels:
            counted = reading.into or reading.companies
            keys |= {
                Key(company.id, period, "company", ())
                for company in counted
                for period in reading.periods
                if self._kpi_is_told(period, reading)
            }
        return keys

    def _kpi_is_told(self, period, reading):
        """What is counted as it stands now has no figure for other periods."""
        now = periods.period_on(reading.today, reading.kind)
        return period == now or not self._kpi_is_stock()

    def _kpi_is_stock(self):
        """Whether it tells how things stand now, and not what happened in a period."""
        name = "cohort_date_field" if self.basis == "cohort" else "date_field"
        sides = self.numerator_id | self.denominator_id
        return bool(sides) and all(measure._kpi_is_stock(name) for measure in sides)

    def _kpi_maker(self, above, below):
        """What makes the figure of a key out of both sides."""
        for side in (above, below):
            if isinstance(side, str):
                wrong = Figure(None, error=side)
                return lambda _key: wrong
        if above is None or below is None:
            return lambda _key: Figure.NONE
        none = Cell(0, 0)

        def plain(key):
            top = above.get(key, none)
            return Figure(Fraction(top.total), None, top.count)

        def average(key):
            top = above.get(key, none)
            return Figure(Fraction(top.total), Fraction(top.count), top.count)

        def ratio(key):
            top, bottom = above.get(key, none), below.get(key, none)
            return Figure(Fraction(top.total), Fraction(bottom.total), bottom.count)

        return {"average": average, "ratio": ratio}.get(self.kind, plain)

    def _kpi_formula_figures(self, reading, levels, cells, done):
        """A formula's figures: its names are measures' totals and other KPIs' values."""
        try:
            tree = formula.parse(self.formula or "")
        except formula.FormulaError as error:
            keys = self._kpi_keys(reading, {"company"} & set(levels), ())
            wrong = Figure(None, error=str(error))
            return defaultdict(lambda: wrong, dict.fromkeys(keys, wrong))
        sides = {name: self._kpi_side(name, cells, done) for name in formula.names(tree)}
        keys = self._kpi_keys(reading, set(levels), sides.values())
        return defaultdict(
            lambda: Figure.NONE, {key: self._kpi_formula_figure(tree, sides, key) for key in keys}
        )

    def _kpi_side(self, name, cells, done):
        """What a name of the formula says: figures, None (no source), or an error in words."""
        if name in done:
            return done[name]
        is_cohort = self.basis == "cohort"
        for (measure, cohort), found in cells.items():
            if measure.code == name and cohort == is_cohort:
                if not isinstance(found, dict):
                    return found
                return defaultdict(
                    lambda: Figure.ZERO,
                    {
                        key: Figure(Fraction(cell.total), None, cell.count)
                        for key, cell in found.items()
                    },
                )
        return self.env._("there is nothing of this name")

    def _kpi_formula_figure(self, tree, sides, key):
        """One figure of a formula; an error in what it is made of is its error."""
        values, samples = {}, []
        for name, side in sides.items():
            if isinstance(side, str):
                return Figure(None, error=f"{name}: {side}")
            part = Figure.NONE if side is None else side[key]
            if part.error:
                return Figure(None, error=f"{name}: {part.error}")
            values[name] = part.value
            samples.append(part.sample)
        try:
            value = formula.evaluate(tree, values)
        except (formula.FormulaError, ArithmeticError) as error:
            return Figure(None, error=str(error))
        return Figure(value, None, min(samples, default=0))
