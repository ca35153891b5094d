# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmDedupImport(models.Model):
    """The slices: whoever's turn it is, one slice a transaction, until the cron's time is up."""

    _inherit = "crm.dedup.import"

    @api.model
    def _cron_run(self):
        """Check and import what waits; a kill costs one slice, which is done again."""
        cron = self.env["ir.cron"]
        waiting = self.search([("state", "in", ("checking", "importing"))], order="id")
        remaining = sum(record.total - record.done for record in waiting)
        left = cron._commit_progress(remaining=remaining)
        for record in waiting:
            while left and record.state in ("checking", "importing"):
                if not record.try_lock_for_update():
                    break
                step = record._check_slice if record.state == "checking" else record._apply_slice
                done = step()
                record._tell_progress()
                remaining = max(remaining - done, 0)
                left = cron._commit_progress(done, remaining=remaining)
                record.invalidate_recordset()
        if not left:
            self._wake()

    def _tell_progress(self):
        """Let an open form follow."""
        for record in self:
            record.user_id._bus_send(
                "crm_lead_dedup.import",
                {
                    "id": record.id,
                    "done": record.done,
                    "total": record.total,
                    "state": record.state,
                },
            )
