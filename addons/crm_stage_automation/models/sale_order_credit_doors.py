# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError

# What says whose debts count for an order.
DEBTOR_FIELDS = {"partner_id", "partner_invoice_id", "company_id"}
# Of the cursor's cache: ``{question: reasons}`` while orders are being confirmed.
ANSWERS = "crm_stage_automation.credit_answers"


class SaleOrder(models.Model):
    """The doors through which an order is confirmed: each asks the same question.

    No context key opens one: a context comes from outside.
    """

    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        """An order that is born confirmed is asked about like any other."""
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "sale")._refuse_stopped()
        return orders

    def write(self, vals):
        """Ask about orders that become confirmed, or confirmed ones that change their debtor.

        Asked after the change, because what is written beside the state may be the customer.
        """
        if vals.get("state") == "sale":
            changed = self.filtered(lambda order: order.state != "sale")
        else:
            changed = self.browse()
        if not DEBTOR_FIELDS.isdisjoint(vals):
            changed |= self.filtered(lambda order: order.state == "sale")
        confirmed = changed.filtered(lambda order: order.state == "sale")
        before = confirmed.sudo()._credit_debtors()
        result = super().write(vals)
        if changed:
            after = changed.sudo()._credit_debtors()
            changed.filtered(lambda order: after[order] != before.get(order))._refuse_stopped()
        return result

    def action_confirm(self):
        """Confirm all but those of stopped customers; these get a note that says what to do."""
        found = self._credit_reasons()
        stopped = {order: why for order, why in found.items() if not order._is_paid_for()}
        others = self.filtered(lambda order: order not in stopped)
        sentences = self._credit_sentences(stopped)
        if stopped and not others:
            raise UserError("\n".join(sentences.values()))
        with others._credit_answered(found):
            result = super(SaleOrder, others).action_confirm()
        if not stopped:
            return result
        refused = self - others
        refused._message_log_batch(
            bodies={order.id: sentence for order, sentence in sentences.items()}
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": "\n".join(sentences.values()),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @contextmanager
    def _credit_answered(self, found):
        """Spare what is written inside a confirmation the questions asked just before.

        The answer holds for the very order that was asked about: who changes its debtor, its
        amount or its payments on the way is asked anew. It ends with the confirmation.
        """
        asked = self if self.env["crm.credit.policy"]._by_company() else self.browse()
        answers = self.env.cr.cache.setdefault(ANSWERS, {})
        mine = {question: found.get(order) for order, question in _questions(asked).items()}
        answers.update(mine)
        try:
            yield
        finally:
            for question in mine:
                answers.pop(question, None)

    def _credit_reasons_once(self):
        """Return the reasons that stop these orders, asking only what was not answered."""
        answers = self.env.cr.cache.get(ANSWERS)
        if not answers:
            return self._credit_reasons()
        questions = _questions(self)
        known = self.filtered(lambda order: questions[order] in answers)
        found = {order: answers[questions[order]] for order in known}
        return (self - known)._credit_reasons() | {o: why for o, why in found.items() if why}

    def _refuse_stopped(self):
        """Raise for orders that must not be confirmed; tell the leader of those that are paid."""
        reasons = self._credit_reasons_once()
        if not reasons:
            return
        paid = self.filtered(lambda order: order in reasons and order._is_paid_for())
        stopped = {order: why for order, why in reasons.items() if order not in paid}
        if stopped:
            raise UserError("\n".join(self._credit_sentences(stopped).values()))
        paid._tell_leader_of_paid(reasons)

    def _credit_sentences(self, stopped):
        """Return ``{order: why not, and what to do}``."""
        policies = self.env["crm.credit.policy"]._of(self.sudo().company_id)
        return {
            order: policies[order.sudo().company_id]._order_sentence(order.sudo(), why)
            for order, why in stopped.items()
        }

    def _tell_leader_of_paid(self, reasons):
        """A stopped customer has paid an order, so it was confirmed: somebody ought to know."""
        for order, leader, policy in self._credit_leaders():
            env = policy.env
            order._tell_credit_leader(
                leader,
                env._("Paid order of a stopped customer"),
                env._(
                    "The order was confirmed because it is paid, although %(why)s.",
                    why=policy._why(reasons[order]),
                ),
            )

    def _credit_leaders(self):
        """Yield each order, who is told of what became of it, and the policy in his language."""
        orders = self.sudo()
        policies = self.env["crm.credit.policy"]._of(orders.company_id)
        for order in orders:
            policy = policies[order.company_id]
            leader = order.team_id.user_id or policy.responsible_id or order.user_id
            leader = leader or self.env.ref("base.user_admin").sudo()
            yield order, leader, policy.with_context(lang=leader.lang)

    def _tell_credit_leader(self, leader, summary, note):
        """Leave an activity, once as long as it is open."""
        if summary not in self.activity_ids.mapped("summary"):
            self.activity_schedule(
                "mail.mail_activity_data_todo", user_id=leader.id, summary=summary, note=note
            )


def _questions(orders):
    """Return ``{order: all that decides about it}``, apart from the books and the stop-list."""
    if not orders:
        return {}
    debtors = orders.sudo()._credit_debtors()
    return {
        order: (
            order.id,
            sudoed.company_id.id,
            sudoed._amount_in_company_currency(),
            tuple(debtors[sudoed].ids),
            tuple(sudoed.transaction_ids.mapped("state")),
        )
        for order, sudoed in zip(orders, orders.sudo(), strict=True)
    }
