# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain

from .kpi_row import Row


class CrmKpiSnapshot(models.Model):
    """Closed periods: the shown figure stays, and what it would be by now is told."""

    _inherit = "crm.kpi.snapshot"

    def _kpi_restate(self, late, stored, company):
        """Compare figures of frozen periods with what is shown.

        :param late: rows as they would be now
        :return: rows to be written: empty frozen ones for subjects that have none yet
        """
        new_rows, differing, same = [], [], []
        for row in late:
            shown = stored.get(row.place)
            if shown is None:
                if not row.sample:
                    continue
                shown = Row(row.definition_id, row.key, zone=row.zone, is_frozen=True)
                shown.currency_id = row.currency_id
                new_rows.append(shown)
            if not shown.is_frozen:
                # Its period was frozen while it was being written by somebody else.
                continue
            (same if row.same_numbers(shown) else differing).append((shown, row))
        if new_rows:
            self._kpi_write(new_rows, {})
        self._kpi_close_restatements([shown.id for shown, _row in same])
        self._kpi_open_restatements(differing, company)
        return []

    def _kpi_close_restatements(self, numbers):
        """A figure that is again what was shown needs no word."""
        domain = Domain("snapshot_id", "in", numbers) & Domain("accepted_at", "=", False)
        self.env["crm.kpi.restatement"].sudo().search(domain).unlink()

    def _kpi_open_restatements(self, differing, company):
        """One restatement a figure: made, or brought up to date."""
        restatements = self.env["crm.kpi.restatement"].sudo()
        numbers = [shown.id for shown, _row in differing]
        domain = Domain("snapshot_id", "in", numbers) & Domain("accepted_at", "=", False)
        known = {each.snapshot_id.id: each for each in restatements.search(domain)}
        reasons = self.env["crm.kpi.change"]._kpi_reasons(
            [(shown.definition_id, shown.key) for shown, _row in differing]
        )
        fresh = []
        for shown, row in differing:
            values = {
                "old_value": shown.value,
                "old_numerator": shown.numerator,
                "old_denominator": shown.denominator,
                "new_value": row.value,
                "new_numerator": row.numerator,
                "new_denominator": row.denominator,
                "old_sample": shown.sample,
                "new_sample": row.sample,
                "reason": reasons.get(shown.place) or False,
            }
            restatement = known.get(shown.id)
            if restatement is None:
                fresh.append({**values, "snapshot_id": shown.id})
            elif self._kpi_moved(restatement, row):
                restatement.write({**values, "noticed_at": fields.Datetime.now()})
        restatements.create(fresh)

    def _kpi_moved(self, restatement, row):
        """Whether the figure has become another one since it was noticed."""
        return (restatement.new_numerator, restatement.new_denominator) != (
            float(row.numerator or 0),
            float(row.denominator or 0),
        )
