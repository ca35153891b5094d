# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..tools.overdue import LimitUse, reasons


class SaleOrder(models.Model):
    """Whether an order may be confirmed as far as its customer's debt goes."""

    _inherit = "sale.order"

    is_credit_stopped = fields.Boolean(compute="_compute_is_credit_stopped", compute_sudo=True)
    # Not for the portal: it names who owes, and links to quotations are passed on.
    credit_stop_note = fields.Char(
        compute="_compute_is_credit_stopped", compute_sudo=True, groups="base.group_user"
    )

    @api.depends(
        "amount_total", "company_id", "partner_id", "partner_invoice_id", "state", "transaction_ids"
    )
    @api.depends_context("lang")
    def _compute_is_credit_stopped(self):
        quotations = self.filtered(lambda order: order.state in ("draft", "sent"))
        stopped = quotations._stopped()
        policies = self.env["crm.credit.policy"]._of(self.company_id)
        for order in self:
            why = stopped.get(order)
            order.is_credit_stopped = bool(why)
            order.credit_stop_note = why and policies[order.company_id]._order_sentence(order, why)

    def _stopped(self):
        """Return ``{order: {reason: customers}}`` of those that must not be confirmed.

        The one answer behind every door. Whoever has paid enough for core to confirm the order is
        not stopped: the money is taken.
        """
        found = self._credit_reasons()
        return {order: why for order, why in found.items() if not order._is_paid_for()}

    def _is_paid_for(self):
        """Return whether core confirms the order for a payment that is authorised or done."""
        self.ensure_one()
        paid = self.sudo().transaction_ids.filtered(lambda tx: tx.state in ("authorized", "done"))
        return bool(paid) and self.sudo()._is_confirmation_amount_reached()

    def _credit_debtors(self):
        """Return ``{order: commercial partners}`` whose debts stop it; the payer comes first.

        A hook: whoever knows more about who stands behind an order adds to it.
        """
        return {
            order: order.partner_invoice_id.commercial_partner_id
            | order.partner_id.commercial_partner_id
            for order in self
        }

    def _credit_reasons(self, counted=False):
        """Return ``{order: {reason: customers}}``: who is stopped and why, paid or not.

        Orders of one customer count together: those that are let through use up his limit for
        those behind them. The number of queries grows with companies, not with orders.

        :param counted: the orders were confirmed before, so the limit counts them already
        """
        orders = self.sudo()
        found = {}
        policies = self.env["crm.credit.policy"]._of(orders.company_id)
        if not policies:
            return found
        debtors = orders._credit_debtors()
        everybody = self.env["res.partner"].sudo().union(*debtors.values())
        companies = self.env["res.company"].union(*policies)
        stops = self.env["crm.credit.stop"]._open_ones(everybody, companies)
        ends = self.env["crm.credit.pardon"]._ends(everybody, companies)
        for company, of_company in orders.grouped("company_id").items():
            if company in policies:
                free = {partner for partner in everybody if (partner, company) in ends}
                found |= of_company._credit_reasons_in(
                    policies[company], debtors, stops, free, counted
                )
        return {order.with_env(self.env): why for order, why in found.items()}

    def _credit_reasons_in(self, policy, debtors, stops, free, counted):
        """Return the reasons of the orders of one company.

        :param free: customers with an exception
        """
        payers = {order: debtors[order][:1] for order in self}
        room = self._limit_room(policy, payers, free, apart=[] if counted else self.ids)
        found = {}
        for order in self:
            late = debtors[order].filtered(
                lambda partner: (
                    partner not in free
                    and (partner, policy.company_id) in stops
                    and stops[partner, policy.company_id].reason != "limit"
                )
            )
            payer = payers[order]
            amount = 0.0 if counted else order._amount_in_company_currency()
            use = room[payer].use(amount) if payer in room else None
            why = ({"overdue": late} if late else {}) | dict.fromkeys(reasons(None, use), payer)
            if why:
                found[order] = why
            elif use:
                room[payer].add(amount)
        return found

    def _limit_room(self, policy, payers, free, apart):
        """Return ``{payer: what he uses of his limit}``.

        :param apart: ids of orders that are not counted
        """
        if not policy.stops_over_limit:
            return {}
        asked = (
            self.env["res.partner"]
            .union(*payers.values())
            .sudo()
            .filtered(lambda partner: partner not in free)
        )
        limits = policy._limits(asked)
        limited = asked.filtered(lambda partner: partner in limits)
        if not limited.ids:
            return {}
        debts = policy._debts(limited)
        ordered = policy._uninvoiced(tuple(limited.ids), apart=apart)
        return {
            partner: _Room(
                limit,
                debts[partner.id].open if partner.id in debts else 0.0,
                ordered.get(partner.id, 0.0),
                policy.currency_id.rounding,
            )
            for partner, limit in limits.items()
        }

    def _amount_in_company_currency(self):
        """Return the total of the order as the company counts it."""
        self.ensure_one()
        return self.amount_total / (self.currency_rate or 1.0)


class _Room:
    """What a customer uses of his limit while several orders of his are looked at."""

    def __init__(self, limit, receivable, uninvoiced, rounding):
        self._base = (limit, receivable)
        self._uninvoiced = uninvoiced
        self._rounding = rounding

    def use(self, amount):
        """Return the use with an order of this amount."""
        return LimitUse(*self._base, self._uninvoiced, amount, rounding=self._rounding)

    def add(self, amount):
        """Count an order that is let through."""
        self._uninvoiced += amount
