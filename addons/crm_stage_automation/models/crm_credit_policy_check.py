# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.overdue import Debt, debts, reasons

_logger = logging.getLogger(__name__)

REASONS = {("overdue",): "overdue", ("limit",): "limit", ("overdue", "limit"): "both"}
NOTHING = Debt(0.0, 0.0, 0)


class CrmCreditPolicy(models.Model):
    """Who is put on the stop-list and who leaves it, all customers of a company at once."""

    _inherit = "crm.credit.policy"

    @api.model
    def _cron_check(self):
        """Look at all companies: the stop-list first, then the letters."""
        self._lift_without_policy()
        policies = self.search(Domain("active", "=", True))
        for done, policy in enumerate(policies, start=1):
            left = 1
            while left:
                left = policy._check_safely()
                if not self.env["ir.cron"]._commit_progress(
                    not left, remaining=len(policies) - done + bool(left)
                ):
                    return

    def _check_safely(self):
        """Check one company; if that fails the policy says why, and the others go on."""
        try:
            with self.env.cr.savepoint():
                return self._check()
        except OperationalError:
            # Somebody changed a row of it meanwhile.
            _logger.info("Checking %s is begun anew", self, exc_info=True)
            self._check_soon()
        except Exception as error:  # whatever a hook of an integrator raises
            _logger.exception("The customers of company %s cannot be checked", self.company_id.id)
            self.error = str(error) or type(error).__name__
        return 0

    def _check(self):
        """Renew the stop-list of one company and queue its letters; return how many are left.

        All in one transaction. The row is locked and written, so that of two processes one finds
        it taken, or starts anew on what the other has done.
        """
        self.ensure_one()
        if not self.try_lock_for_update(allow_referencing=True):
            return 0
        self.write({"checked_at": fields.Datetime.now(), "error": False})
        found = self._debts()
        self._renew_stops(found)
        return self._queue_letters(found)

    def _debts(self, partners=None):
        """Return ``{customer id: Debt}`` of the company, or only of these customers."""
        self.ensure_one()
        company = self.company_id.id
        accounts = debts(
            self._open_items(partners), {company: self._as_plain()}, {company: self._today()}
        )
        return {partner: debt for (partner, _company), debt in accounts.items()}

    def _renew_stops(self, found):
        """Put customers on the stop-list, take others off, and renew the figures of the rest."""
        uses = self._limit_uses({partner: debt.open for partner, debt in found.items()})
        stopped = {
            partner: REASONS[why]
            for partner in found.keys() | uses.keys()
            if (why := reasons(found.get(partner), uses.get(partner)))
        }
        stop_model = self.env["crm.credit.stop"].sudo()
        known = stop_model.search(
            Domain("company_id", "=", self.company_id.id) & Domain("lifted_at", "=", False)
        ).grouped("partner_id")
        known = {partner.id: stop for partner, stop in known.items()}
        over = stop_model.union(*(known[gone] for gone in known.keys() - stopped.keys()))
        if over:
            over.lifted_at = fields.Datetime.now()
        values = {
            partner: self._stop_values(found.get(partner, NOTHING), uses.get(partner), reason)
            for partner, reason in stopped.items()
        }
        stop_model.create(
            [
                {"partner_id": partner, "company_id": self.company_id.id} | values[partner]
                for partner in sorted(stopped.keys() - known.keys())
            ]
        )
        self._renew_figures(
            {known[partner].id: values[partner] for partner in known.keys() & values}
        )

    def _stop_values(self, debt, use, reason):
        """Return what a row of the stop-list says."""
        return {
            "reason": reason,
            "open_amount": use.used if use else debt.open,
            "overdue_amount": debt.overdue,
            "late_days": debt.late,
        }

    def _renew_figures(self, values):
        """Write the figures of all rows that differ, by one statement.

        :param values: ``{id of the row: its values}``
        """
        if not values:
            return
        names = ("reason", "open_amount", "overdue_amount", "late_days")
        stops = self.env["crm.credit.stop"].sudo().browse(values)
        stops.flush_recordset(names)
        self.env.execute_query(
            SQL(
                """UPDATE crm_credit_stop stop
                      SET reason = given.reason, open_amount = given.open_amount,
                          overdue_amount = given.overdue_amount, late_days = given.late_days
                     FROM UNNEST(%s::int[], %s::varchar[], %s::numeric[], %s::numeric[], %s::int[])
                          AS given(id, reason, open_amount, overdue_amount, late_days)
                    WHERE stop.id = given.id
                      AND (stop.reason, stop.open_amount, stop.overdue_amount, stop.late_days)
                          IS DISTINCT FROM (given.reason, given.open_amount, given.overdue_amount,
                                            given.late_days)
                   RETURNING stop.id""",
                list(values),
                *([row[name] for row in values.values()] for name in names),
            )
        )
        stops.invalidate_recordset(names)

    @api.model
    def _lift_without_policy(self):
        """A company that gave up its policy stops nobody any more."""
        self.env["crm.credit.stop"].sudo().search(
            Domain("company_id", "not in", list(self._by_company()))
            & Domain("lifted_at", "=", False)
        ).lifted_at = fields.Datetime.now()
