# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

# What an order takes from the legal entity on which it is made out
TERMS = ("fiscal_position_id", "payment_term_id", "preferred_payment_method_line_id")


class SaleOrder(models.Model):
    """Taxes, terms and credit of an order follow the counterparty.

    Core takes them from the customer. They come from the invoice address only where it belongs
    to another legal entity; where it is an address of the customer all is as in core.
    """

    _inherit = "sale.order"

    terms_partner_id = fields.Many2one(
        "res.partner",
        "Terms of",
        compute="_compute_terms_partner_id",
        compute_sudo=True,
        help="The legal entity whose taxes and terms the form shows.",
    )

    @api.depends("partner_id")
    def _compute_terms_partner_id(self):
        # Not on the invoice address: the form compares the entity it shows with the new one.
        for order in self:
            order.terms_partner_id = order._terms_entity()

    def _terms_entity(self):
        """The legal entity that answers for taxes, payment and credit.

        It is the same for everybody, also for who may not open its card.
        """
        self.ensure_one()
        order = self.sudo()
        return (order.partner_invoice_id or order.partner_id).commercial_partner_id

    def _made_out_to_another(self):
        """The orders of these that are made out to another legal entity than the customer's."""
        return self.filtered(
            lambda order: (
                order.partner_id
                and order._terms_entity() != order.sudo().partner_id.commercial_partner_id
            )
        )

    def _compute_fiscal_position_id(self):
        apart = self._made_out_to_another()
        result = super(SaleOrder, self - apart)._compute_fiscal_position_id()
        found = {}
        for order in apart:
            key = (order.company_id, order.partner_invoice_id, order.partner_shipping_id)
            if key not in found:
                found[key] = order._counterparty_fiscal_position()
            if order.fiscal_position_id != found[key] and order.order_line:
                order.show_update_fpos = True
            order.fiscal_position_id = found[key]
        return result

    def _counterparty_fiscal_position(self):
        """The position of the counterparty, for goods that go to the delivery address.

        Of somebody else's address only the place counts: his tax number and the position set on
        him say nothing about the counterparty.
        """
        self.ensure_one()
        payer, delivery = self.partner_invoice_id, self.partner_shipping_id
        if delivery.commercial_partner_id != payer.commercial_partner_id:
            place = ("country_id", "state_id", "zip", "city")
            delivery = delivery.country_id and payer.new(
                {name: delivery[name] for name in place}, origin=payer
            )
        position = self.env["account.fiscal.position"].with_company(self.company_id)
        return position._get_fiscal_position(payer, delivery or None)

    def _compute_payment_term_id(self):
        apart = self._made_out_to_another()
        result = super(SaleOrder, self - apart)._compute_payment_term_id()
        for order in apart:
            payer = order.partner_invoice_id.with_company(order.company_id)
            order.payment_term_id = payer.property_payment_term_id
        return result

    def _compute_preferred_payment_method_line_id(self):
        apart = self._made_out_to_another()
        result = super(SaleOrder, self - apart)._compute_preferred_payment_method_line_id()
        for order in apart:
            payer = order.partner_invoice_id.with_company(order.company_id)
            order.preferred_payment_method_line_id = payer.property_inbound_payment_method_line_id
        return result

    @api.depends("partner_invoice_id")
    def _compute_partner_credit_warning(self):
        """The limit that counts is that of the legal entity that will owe the money."""
        apart = self._made_out_to_another()
        result = super(SaleOrder, self - apart)._compute_partner_credit_warning()
        for order in apart:
            # Views compare it with an empty text, as core leaves it.
            order.partner_credit_warning = (
                order._is_quotation()
                and order.company_id.account_use_credit_limit
                and order.with_company(order.company_id)._counterparty_credit_warning()
            ) or ""
        return result

    def _counterparty_credit_warning(self):
        """Core's warning, for an order whose customer would be the counterparty."""
        self.ensure_one()
        seen = self.new(
            {"partner_id": self.partner_invoice_id.id, "company_id": self.company_id.id}
        )
        return self.env["account.move"]._build_credit_warning_message(
            seen.sudo(), current_amount=self.amount_total / (self.currency_rate or 1.0)
        )

    @api.depends("partner_invoice_id.sale_warn_msg")
    def _compute_sale_warning_text(self):
        """What one should know about the counterparty stands beside core's warnings."""
        super()._compute_sale_warning_text()
        if not self.env.user.has_group("sale.group_warning_sale"):
            return
        for order in self._made_out_to_another():
            entity = order._terms_entity()
            if entity.sale_warn_msg:
                said = [order.sale_warning_text, f"{entity.name} - {entity.sale_warn_msg}"]
                order.sale_warning_text = "\n".join(filter(None, said))

    def write(self, vals):
        """A quotation that is made out to another legal entity takes over its terms."""
        if "partner_invoice_id" not in vals or "partner_id" in vals:
            return super().write(vals)
        before = {order: order._terms_entity() for order in self}
        result = super().write(vals)
        self.filtered(
            lambda order: order._is_quotation() and order._terms_entity() != before[order]
        )._renew_terms(given=vals)
        return result

    @api.onchange("partner_invoice_id")
    def _onchange_partner_invoice_terms(self):
        entity = self._terms_entity()
        if self._is_quotation() and entity != self.terms_partner_id:
            self.terms_partner_id = entity
            self._renew_terms()

    def _is_quotation(self):
        return self.state in ("draft", "sent")

    def _renew_terms(self, given=()):
        """Take taxes and terms anew from the counterparty, but for what was given by hand."""
        for name in TERMS:
            if name not in given:
                self.env.add_to_compute(self._fields[name], self)
