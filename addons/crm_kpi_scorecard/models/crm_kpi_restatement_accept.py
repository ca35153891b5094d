# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from copy import copy

from odoo import fields, models
from odoo.exceptions import AccessError

from ..tools import storing
from ..tools.exact import exact
from ..tools.figures import Figure


class CrmKpiRestatement(models.Model):
    """A manager lets the new figure be shown, or takes that back."""

    _inherit = "crm.kpi.restatement"

    def action_accept(self):
        """Show the figures as they are by now; who did it and when is kept.

        :raises AccessError: for who does not manage sales
        """
        waiting = self.filtered(lambda restatement: not restatement.accepted_at)
        waiting._kpi_put("new")
        waiting.sudo().write({"accepted_by": self.env.uid, "accepted_at": fields.Datetime.now()})

    def action_take_back(self):
        """Show the former figures again.

        :raises AccessError: for who does not manage sales
        """
        accepted = self.filtered("accepted_at")
        accepted._kpi_put("old")
        accepted.sudo().write({"accepted_by": False, "accepted_at": False})

    def _kpi_put(self, which):
        """Make the old or the new numbers the ones that are shown."""
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(self.env._("Only a sales manager decides what closed periods show."))
        self.check_access("read")
        for (company, kind), some in (
            self.sudo().grouped(lambda each: (each.company_id, each.kind)).items()
        ):
            some._kpi_put_kind(company, kind, which)

    def _kpi_put_kind(self, company, kind, which):
        """Those of one company and kind of period."""
        snapshots = self.env["crm.kpi.snapshot"].sudo()
        definitions = self.definition_id
        periods = {each.snapshot_id._kpi_period() for each in self}
        starts = {
            start
            for period in periods
            for start in (period.start, period.previous.start, period.year_ago.start)
        }
        stored = snapshots._kpi_load(company, definitions, kind, starts)
        by_id = {row.id: row for row in stored.values()}
        rows = [each._kpi_row_with(by_id[each.snapshot_id.id], which) for each in self]
        known = stored | {row.place: row for row in rows}
        snapshots._kpi_judge(rows, known, company, definitions)
        snapshots._kpi_write(rows, stored)

    def _kpi_row_with(self, stored, which):
        """The stored row with the old or the new numbers."""
        row = copy(stored)
        definition = self.definition_id
        # NULL reads as 0: a figure without a denominator, or without any numbers, has none.
        has_below = definition.kind in ("ratio", "average")
        above = exact(self[f"{which}_numerator"]) if self._kpi_has_numbers(which) else None
        below = exact(self[f"{which}_denominator"]) if has_below else None
        figure = Figure(above, below, self[f"{which}_sample"])
        row.exact = definition._kpi_scaled(figure)
        row.value = storing.shown(row.exact)
        row.numerator, row.denominator = storing.kept(above), storing.kept(below)
        row.sample = figure.sample
        row.figure_state = figure.state(definition.minimal_sample)
        row.has_zero_note = bool(definition.zero_note and row.exact == 0)
        return row

    def _kpi_has_numbers(self, which):
        """Whether there was a figure at all: without facts, a stored one was "no data"."""
        return bool(self[f"{which}_sample"]) or self.definition_id.kind in ("count", "sum")
