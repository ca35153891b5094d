# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from psycopg2 import OperationalError

from odoo import models

_logger = logging.getLogger(__name__)

BEFORE = "crm_stage_automation.credit_amounts"


class SaleOrder(models.Model):
    """A confirmed order that is made larger: nothing is refused, but its leader is told.

    The goods may be on their way already, so the salesperson must be able to write down what the
    customer has ordered more; whether he gets it, his leader decides.
    """

    _inherit = "sale.order"

    def _watch_credit(self):
        """Look at these orders at the end of the transaction, if they are confirmed."""
        policies = self.env["crm.credit.policy"]._by_company()
        orders = self.sudo().filtered(
            lambda order: order.state == "sale" and order.company_id.id in policies
        )
        if not orders:
            return
        precommit = self.env.cr.precommit
        if BEFORE not in precommit.data:
            # Without what the user was at: the defaults of a form are not for activities.
            clean = self.env(context={})["sale.order"].sudo()
            precommit.add(clean._tell_of_raised_safely)
        before = precommit.data.setdefault(BEFORE, {})
        for order in orders:
            before.setdefault(order.id, order.amount_total)

    def _tell_of_raised_safely(self):
        """Tell the leaders; if that fails, what the user wrote is kept all the same."""
        before = self.env.cr.precommit.data.pop(BEFORE, {})
        self.env.flush_all()
        try:
            # Not `flush=True`: that would run what waits for the commit, which is running.
            with self.env.cr.savepoint(flush=False):
                self._tell_leader_of_raised(before)
                self.env.flush_all()
        except OperationalError:
            raise  # the whole request is repeated
        except Exception:
            self.env.transaction.clear()
            _logger.exception("Nobody was told that orders %s have grown", list(before))

    def _tell_leader_of_raised(self, before):
        """Tell the leaders of orders that have grown although their customer is stopped.

        :param before: ``{order id: its amount before}``
        """
        raised = self.browse(before).exists().filtered(
            lambda order: order.state == "sale" and order.amount_total > before[order.id]
        )  # fmt: skip
        reasons = raised._credit_reasons(counted=True)
        for order, leader, policy in raised.filtered(reasons.get)._credit_leaders():
            env = policy.env
            order._tell_credit_leader(
                leader,
                env._("Order of a stopped customer has grown"),
                env._(
                    "The confirmed order was raised from %(before)s to %(now)s, although %(why)s.",
                    before=order.currency_id.format(before[order.id]),
                    now=order.currency_id.format(order.amount_total),
                    why=policy._why(reasons[order]),
                ),
            )
