# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import request

from odoo.addons.website_sale.controllers.main import WebsiteSale


class CreditWebsiteSale(WebsiteSale):
    """The payment page of a stopped customer's cart says whom to ask instead."""

    def _get_shop_payment_errors(self, order):
        """Refuse before the payment; whoever comes back from one is never turned away."""
        errors = super()._get_shop_payment_errors(order)
        under_way = {"pending", "authorized", "done"} & set(order.transaction_ids.mapped("state"))
        if order.is_credit_stopped and not under_way:
            title = request.env._("Your order cannot be placed online at the moment.")
            errors.append((title, order._credit_portal_note()))
        return errors
