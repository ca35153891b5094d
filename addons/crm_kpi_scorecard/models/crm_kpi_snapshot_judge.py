# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models

from ..tools import bands, ranking
from ..tools.storing import shown

# A figure of these is nobody's: there is no place to take.
UNRANKED = ("company", "reason")


class CrmKpiSnapshot(models.Model):
    """What a figure is worth: compared, measured by its target, coloured, and ranked."""

    _inherit = "crm.kpi.snapshot"

    def _kpi_judge(self, rows, known, company, definitions):
        """Fill in what follows from the numbers.

        :param rows: the rows to judge
        :param known: ``{place: Row}`` of all figures that count as shown, former ones included
        """
        if not rows:
            return
        first = min(row.key.period.start for row in rows)
        last = max(row.key.period.end for row in rows)
        targets = self.env["crm.kpi.target"]._kpi_targets(company, definitions, first, last)
        working = self._kpi_days_of(targets, company, first, last)
        sets = self.env["crm.kpi.band.set"]._kpi_sets(company, definitions)
        for row in rows:
            self._kpi_compare(row, known)
            own = self.env["crm.kpi.target"]._kpi_of(targets, row.definition_id, row.key)
            goal = self.env["crm.kpi.target"]._kpi_value_in(own, row.key.period, working)
            row.target = shown(goal)
            self._kpi_colour(row, goal, known, sets)
        self._kpi_rank(rows, known, definitions)

    def _kpi_days_of(self, targets, company, first, last):
        """The working days that any of the targets is counted over; none asked, none counted."""
        shared = [target for some in targets.values() for target in some if target.pro_rata]
        if not shared:
            return set()
        first = min(first, *(target.date_from for target in shared))
        last = max(last, *(target.date_to for target in shared))
        return company._kpi_working_days(first, last)

    def _kpi_former(self, row, period, known):
        """The exact value of the same subject in another period, or None."""
        former = known.get((row.definition_id, row.key._replace(period=period)))
        return former.exact if former else None

    def _kpi_compare(self, row, known):
        """The same in the period before and a year ago."""
        row.previous = shown(self._kpi_former(row, row.key.period.previous, known))
        row.year_ago = shown(self._kpi_former(row, row.key.period.year_ago, known))

    def _kpi_colour(self, row, goal, known, sets):
        """The band of the exact figure; small samples stay grey, outside the scale is an error."""
        row.band_id, row.colour = None, None
        if row.figure_state == "small":
            row.colour = "grey"
        found = self.env["crm.kpi.band.set"]._kpi_set_of(sets, row.definition_id, row.key)
        if row.figure_state != "ok" or not found:
            return
        some, scale = found
        value = row.exact
        if some.basis != "absolute":
            reference = {
                "target": lambda: goal,
                "previous": lambda: self._kpi_former(row, row.key.period.previous, known),
                "year_ago": lambda: self._kpi_former(row, row.key.period.year_ago, known),
            }[some.basis]()
            value = bands.basis_value(value, reference)
        try:
            band = scale.place(value)
        except bands.OutsideScaleError:
            row.figure_state = "outside"
            return
        if band:
            row.band_id, row.colour = band.key.id, band.key.colour

    def _kpi_rank(self, rows, known, definitions):
        """Places among the subjects of a level; in a team's list, within the team."""
        judged = {row.place: row for row in rows}
        wanted = {row.key.period for row in rows}
        groups = defaultdict(dict)
        for place, row in (known | judged).items():
            key = row.key
            if key.period not in wanted or key.level in UNRANKED or 0 in key.subject:
                continue
            if row.figure_state == "ok" and row.exact is not None:
                team = key.subject[:1] if key.level == "team_person" else ()
                groups[row.definition_id, key.period, key.level, team][place] = row.exact
        places = {}
        for (definition_id, *_where), scores in groups.items():
            higher_is = definitions.browse(definition_id).higher_is
            if higher_is != "neither":
                places |= ranking.ranks(scores, higher_is == "better")
        for row in rows:
            row.rank = places.get(row.place, 0)
