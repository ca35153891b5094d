# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .columns import make_columns


class SaleOrder(models.Model):
    """Whom an order serves, and on whom it is made out: core's invoice address."""

    _inherit = "sale.order"

    client_id = fields.Many2one(
        "res.partner",
        compute="_compute_client_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Whom the order serves. Turnover is summed on the client, whoever pays.",
    )
    show_client = fields.Boolean(compute="_compute_show_client", compute_sudo=True)
    show_counterparty = fields.Boolean(compute="_compute_show_counterparty", compute_sudo=True)

    def _auto_init(self):
        """Old orders get their client by one statement; nothing of theirs is recomputed."""
        if make_columns(self, "client_id"):
            self._fill_clients()
        return super()._auto_init()

    @api.model
    def _fill_clients(self):
        """Whom orders without a client serve, as core has it; by one statement."""
        self.env.execute_query(
            SQL(
                """UPDATE sale_order
                      SET client_id = partner.commercial_partner_id
                     FROM res_partner partner
                    WHERE partner.id = sale_order.partner_id AND sale_order.client_id IS NULL"""
            )
        )

    @api.depends("partner_id")
    def _compute_client_id(self):
        """The client is found when the order is made or its customer changes, not afterwards."""
        for order_company, orders in self.grouped("company_id").items():
            company = order_company or self.env.company
            found = orders.partner_id._client_of(company)
            visible = self.env["res.partner"].union(*found.values())._visible_in(company)
            for order in orders:
                customer = order.partner_id
                client = found.get(customer, customer)
                order.client_id = order._deal_of_customer().client_id or (
                    client if client in visible else customer.commercial_partner_id
                )

    @api.depends("client_id", "partner_id")
    def _compute_show_client(self):
        """Shown where it is no matter of course: a linked customer may act for several clients."""
        for order in self:
            client, customer = order.client_id, order.partner_id
            known = client != customer and client.is_client
            order.show_client = known or bool(customer.client_link_ids)

    @api.depends("client_id", "partner_id", "partner_invoice_id", "company_id")
    def _compute_show_counterparty(self):
        """Who has no parties sees core's invoice address and nothing else."""
        apart = self._made_out_to_another()
        for order_company, orders in self.grouped("company_id").items():
            parties = orders.client_id._parties(company=order_company or self.env.company)
            for order in orders:
                order.show_counterparty = order in apart or bool(parties.get(order.client_id))

    def _compute_partner_invoice_id(self):
        """The counterparty: of the deal, else the default payer of the client, else core's."""
        as_core = self
        for order_company, orders in self.filtered("partner_id").grouped("company_id").items():
            company = order_company or self.env.company
            payers = orders._payers(company)
            together = self.env["res.partner"].union(*payers.values())
            addresses = together._visible_in(company)._invoice_addresses()
            for order, payer in payers.items():
                if payer in addresses:
                    order.partner_invoice_id = addresses[payer]
                    as_core -= order
        return super(SaleOrder, as_core)._compute_partner_invoice_id()

    def _payers(self, company):
        """``{order: legal entity}``: who pays if not the one whom core would take."""
        defaults = self.client_id._default_counterparty(company)
        payers = {}
        for order in self:
            payer = order._deal_of_customer().counterparty_id
            if not payer and not order._customer_pays_himself():
                payer = defaults.get(order.client_id, payer)
            if payer:
                payers[order] = payer
        return payers

    @api.onchange("client_id")
    def _onchange_client_id(self):
        """Another client brings his default payer, unless the one that is there pays for him."""
        if self.env.context.get("sale_onchange_first_call") or not self._is_quotation():
            return
        payer = self.partner_invoice_id.commercial_partner_id
        parties = self.client_id._parties(company=self.company_id)
        if self.client_id and payer not in parties[self.client_id].party_id:
            self.env.add_to_compute(self._fields["partner_invoice_id"], self)

    def _deal_of_customer(self):
        """The deal of this order, if the order is for the one with whom the deal is made."""
        self.ensure_one()
        deal = self.opportunity_id
        parties = deal.client_id | deal.partner_id | deal.contact_id | deal.counterparty_id
        return deal if self.partner_id in parties else deal.browse()

    def _customer_pays_himself(self):
        """Whether the customer is a legal entity of the client: then nobody else is proposed."""
        self.ensure_one()
        customer = self.partner_id
        return customer != self.client_id and (
            customer.is_counterparty or customer.commercial_partner_id.is_counterparty
        )

    def _get_invoice_grouping_keys(self):
        """Orders of two clients never come on one invoice, also when one payer pays for both."""
        return [*super()._get_invoice_grouping_keys(), "client_id"]

    def _prepare_invoice(self):
        """Invoices, down payments and what is credited carry the client of the order."""
        return super()._prepare_invoice() | {"client_id": self.client_id.id}

    def action_view_invoice(self, invoices=False):
        """An invoice made by hand from here is for this client, on this legal entity."""
        action = super().action_view_invoice(invoices)
        if self._made_out_to_another() and len(self) == 1:
            action["context"] |= {
                "default_partner_id": self.partner_invoice_id.id,
                "default_client_id": self.client_id.id,
            }
        return action
