# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

# What says whose debts count for an order.
DEBTOR_FIELDS = {"partner_id", "partner_invoice_id", "company_id"}


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
        stopped = self._stopped()
        if not stopped:
            return super().action_confirm()
        sentences = self._credit_sentences(stopped)
        others = self.filtered(lambda order: order not in stopped)
        if not others:
            raise UserError("\n".join(sentences.values()))
        super(SaleOrder, others).action_confirm()
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

    def _refuse_stopped(self):
        """Raise for orders that must not be confirmed; tell the leader of those that are paid."""
        reasons = self._credit_reasons()
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
        policies = self.env["crm.credit.policy"]._of(self.sudo().company_id)
        for order in self.sudo():
            policy = policies[order.company_id]
            leader = order.team_id.user_id or policy.responsible_id or order.user_id
            order.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=leader.id or self.env.ref("base.user_admin").id,
                summary=self.env._("Paid order of a stopped customer"),
                note=self.env._(
                    "The order was confirmed because it is paid, although %(why)s.",
                    why=policy._why(reasons[order]),
                ),
            )
