# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2.errors import ForeignKeyViolation
from psycopg2.extensions import TransactionRollbackError

from odoo import api, models
from odoo.exceptions import AccessError

from ..tools import periods

# How many days and weeks back figures of those kinds are computed; longer ones by the company.
HISTORY = {"day": 62, "week": 65}
CHANNEL = "crm_kpi_scorecard/new"
# Somebody accepted a restatement meanwhile, or deleted a band: the next run knows it.
PASSING = (ForeignKeyViolation, TransactionRollbackError)


class CrmKpiSnapshot(models.Model):
    """When figures are computed, and who is told that there are new ones."""

    _inherit = "crm.kpi.snapshot"

    @api.model
    def _cron_compute(self):
        """Figures of the open periods; each company's are kept when the next one's fail."""
        self._kpi_each_company(lambda _company: None)

    @api.model
    def _cron_history(self):
        """Figures of the whole history: what changed in closed periods is told as restatements."""
        self._kpi_each_company(self._kpi_history)

    def _kpi_each_company(self, which):
        """Store company after company, and go on where time ran out.

        A company whose figures are just being stored, or changed by somebody, has its turn soon.
        """
        cron = self.env["ir.cron"]
        companies = self.env["res.company"].sudo().search([("id", "!=", False)], order="id")
        companies = companies.sorted(lambda company: str(company.kpi_checked_at or ""))
        remaining = len(companies)
        cron._commit_progress(remaining=remaining)
        for company in companies:
            if not self._kpi_store_in_turn(company, which):
                self._kpi_later()
            remaining -= 1
            if not cron._commit_progress(1, remaining=remaining):
                break

    def _kpi_store_in_turn(self, company, which):
        """Store one company unless somebody is in the way; say whether that was done."""
        if not self._kpi_alone(company):
            return False
        try:
            self._store(company, which(company))
            self.env.flush_all()
        except PASSING:
            self.env.cr.rollback()
            return False
        return True

    def _kpi_history(self, company):
        """All periods of a company's history, of each kind."""
        today = self._kpi_today(company)
        found = []
        for kind in periods.KINDS:
            now = periods.period_on(today, kind)
            if kind in HISTORY:
                found += periods.last(HISTORY[kind], now)
            else:
                since = periods.period_on(today, "month").shift(-company.kpi_history_months)
                found += periods.between(since.start, today, kind)
        return found

    @api.model
    def action_compute_now(self):
        """Compute the history and the open periods as soon as the scheduler comes round.

        :raises AccessError: for who does not manage sales
        """
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(self.env._("Only a sales manager may have the figures computed."))
        for name in ("ir_cron_compute", "ir_cron_history"):
            self.env.ref(f"crm_kpi_scorecard.{name}").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("The figures are being computed; they appear by themselves."),
            },
        }

    @api.model
    def _kpi_soon(self):
        """Limits or targets have changed: the open periods are judged anew."""
        cron = self.env.ref("crm_kpi_scorecard.ir_cron_compute", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    def _kpi_changes(self, written, stored):
        """Which figures of open periods have changed their colours: id, before, now."""
        return [
            (row.id, stored[row.place].colour, row.colour)
            for row in written
            if not row.is_frozen and row.place in stored and stored[row.place].colour != row.colour
        ]

    def _kpi_tell(self, company, changes):
        """Let those who look at figures know that there are new ones, and say nothing more."""
        self.env["crm.kpi.alert"]._notice(changes)
        group = self.env.ref("sales_team.group_sale_salesman")
        users = group.sudo().all_user_ids.filtered(
            lambda user: user.active and company in user.company_ids
        )
        for user in users:
            user._bus_send(CHANNEL, {"company_id": company.id})
