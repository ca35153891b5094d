# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import fields, models

from ..tools import periods, ranking, spans
from ..tools.figures import Figure, add


class CrmKpiContest(models.Model):
    """Ranks: equal values share one, the next is skipped; without data nobody is ranked."""

    _inherit = "crm.kpi.contest"

    ranked_at = fields.Datetime("Ranked On", readonly=True, copy=False)

    def _rank(self):
        """Count the figures and ranks of running contests anew.

        :return: the contests in which something changed
        """
        changed = self.browse()
        for contest in self.sudo().filtered(lambda one: one.state == "running"):
            if contest._rank_seats():
                changed |= contest
            contest.ranked_at = fields.Datetime.now()
        return changed

    def _rank_seats(self):
        """Write the seats whose figure or rank is another one now; say whether there are any."""
        seats = self.seat_ids
        ranked = seats.filtered(lambda seat: not seat.opted_out and seat.user_id.active)
        figures = self._figures(ranked.user_id)
        minimal = self.definition_id.minimal_sample
        states = {seat: figures[seat.user_id.id].state(minimal) for seat in ranked}
        scores = {
            seat: self.definition_id._kpi_scaled(figures[seat.user_id.id])
            for seat in ranked
            if states[seat] in ("ok", "small")
        }
        certain = {seat: score for seat, score in scores.items() if states[seat] == "ok"}
        ranks = ranking.ranks(certain, self._higher_is_better())
        changed = False
        for seat in seats:
            values = seat._nothing() | {"figure_state": states.get(seat, "no_data")}
            values |= {"value": float(scores.get(seat) or 0), "rank": ranks.get(seat, 0)}
            values = {name: value for name, value in values.items() if seat[name] != value}
            if values:
                seat.write(values)
                changed = True
        return changed

    def _higher_is_better(self):
        """Say whether the highest value wins; of what is better low, the lowest."""
        return self.definition_id.higher_is != "worse"

    def _figures(self, people):
        """Return the exact figure of each person over all days of the contest.

        :return: ``{user id: Figure}``; who did nothing has 0 where things are counted, else no data
        """
        definition = self.definition_id.sudo()
        found = definition._kpi_figures(self._periods(), ["person"], self.company_id)
        own = defaultdict(list)
        for (_definition, key), figure in found.items():
            if key.level == "person":
                own[key.subject[0]].append(figure)
        nothing = Figure.ZERO if definition.kind in ("count", "sum") else Figure.NONE
        return {one.id: add(own[one.id]) if own[one.id] else nothing for one in people}

    def _periods(self):
        """Return the periods that are exactly the days of the contest: one if that can be."""
        period = spans.whole(self.date_from, self.date_to)
        if period:
            return [period]
        found = periods.between(self.date_from, self.date_to, self.kind)
        if (found[0].start, found[-1].end) == (self.date_from, self.date_to):
            return found
        return periods.between(self.date_from, self.date_to, "day")
