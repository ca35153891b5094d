# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from ..tools import figures, pro_rata
from ..tools.exact import exact
from .crm_kpi_band import SIGNS

# What tells whether a measure is of how things stand now.
STOCK_SETTINGS = ("source", "plugin", "date_field", "cohort_date_field")


class CrmKpiBoard(models.AbstractModel):
    """What stands in a cell."""

    _inherit = "crm.kpi.board"

    def _kpi_cells(self, asked, rows, page):
        """The cells of the rows on the page.

        :return: ``{row key: {definition id: cell}}``
        """
        history = defaultdict(dict)
        current = []
        for row in rows:
            key = "-".join(map(str, row.key.subject))
            if key in page:
                history[key, row.definition_id][row.key.period] = row
                if row.key.period == asked["period"]:
                    current.append(row)
        told = self._kpi_told(asked, current)
        cells = defaultdict(dict)
        for (key, number), some in history.items():
            row = some.get(asked["period"])
            trend = [self._kpi_shown(some.get(period)) for period in asked["periods"]]
            if row or any(value is not None for value in trend):
                definition = told["definitions"][number]
                cells[key][number] = {
                    **self._kpi_cell(row, definition, told),
                    "trend": trend,
                }
        return cells

    def _kpi_told(self, asked, current):
        """What all cells need, looked up once."""
        # Who sees a figure is told what its colour means, though the limits are another team's.
        bands = self.env["crm.kpi.band"].sudo()
        bands = bands.browse({row.band_id for row in current if row.band_id})
        definitions = asked["definitions"].sudo()
        (definitions.numerator_id | definitions.denominator_id).fetch(STOCK_SETTINGS)
        return {
            "bands": {band.id: band for band in bands},
            "restated": self._kpi_restated([row.id for row in current if row.id]),
            "elapsed": self._kpi_elapsed(asked),
            "definitions": {each.id: each for each in asked["definitions"]},
            "adding": {
                each.id
                for each in definitions
                if each.kind in ("count", "sum") and not each._kpi_is_stock()
            },
        }

    def _kpi_shown(self, row):
        """The value of a figure, None where there is none to show."""
        return row.value if row else None

    def _kpi_restated(self, numbers):
        """The figures that would be others by now."""
        domain = Domain("snapshot_id", "in", numbers) & Domain("accepted_at", "=", False)
        found = self.env["crm.kpi.restatement"].search_fetch(domain, ["snapshot_id"])
        return set(found.snapshot_id.ids)

    def _kpi_elapsed(self, asked):
        """Working days over and in all, of a period that is going on; else None."""
        company, period = asked["company"], asked["period"]
        today = self._kpi_today(company)
        if not period.start <= today <= period.end:
            return None
        start, *known = (company.sudo().kpi_elapsed or {}).get(period.kind) or [""]
        return known if start == period.start.isoformat() else company._kpi_elapsed(period, today)

    def _kpi_cell(self, row, definition, told):
        """One figure with all that is told of it at a glance."""
        if row is None:
            return {"value": None, "state": "no_data", "colour": None, "sign": "", "meaning": ""}
        band = told["bands"].get(row.band_id)
        value = None if row.value is None else exact(row.value)
        return {
            "value": row.value,
            "state": row.figure_state,
            "colour": row.colour,
            "sign": (band.sign if band else SIGNS.get(row.colour)) or "",
            "meaning": band.name if band else "",
            "advice": (band.advice if band else "") or "",
            "sample": row.sample,
            "numerator": self._kpi_float(row.numerator),
            "denominator": self._kpi_float(row.denominator),
            "note": (definition.zero_note or "") if row.has_zero_note else "",
            "error": row.error or "",
            "rank": row.rank or None,
            "is_frozen": row.is_frozen,
            "restated": row.id in told["restated"],
            "snapshot_id": row.id,
            **self._kpi_compared(row, value),
            **self._kpi_forecast(row, value, told),
        }

    def _kpi_float(self, value):
        return None if value is None else float(value)

    def _kpi_compared(self, row, value):
        """Beside the period before, a year ago, and the target."""
        before, year_ago, target = (
            None if given is None else exact(given)
            for given in (row.previous, row.year_ago, row.target)
        )
        return {
            "previous": row.previous,
            "change": self._kpi_float(figures.change(value, before)),
            "year_ago": row.year_ago,
            "year_change": self._kpi_float(figures.change(value, year_ago)),
            "target": row.target,
            "attainment": self._kpi_float(value / target * 100)
            if value is not None and target
            else None,
        }

    def _kpi_forecast(self, row, value, told):
        """Where an open period is going, by working days; of what adds up only."""
        if told["elapsed"] is None or value is None or row.definition_id not in told["adding"]:
            return {"forecast": None, "elapsed": None}
        over, whole = told["elapsed"]
        return {
            "forecast": self._kpi_float(pro_rata.run_rate(value, over, whole)),
            "elapsed": [over, whole],
        }
