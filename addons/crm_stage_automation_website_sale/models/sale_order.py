# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import ValidationError


class SaleOrder(models.Model):
    """The cart of a stopped customer cannot be paid, nor confirmed when it costs nothing."""

    _inherit = "sale.order"

    def _is_cart_ready(self):
        """The button to check out is closed, too."""
        return super()._is_cart_ready() and not self.is_credit_stopped

    def _check_cart_is_ready_to_be_paid(self):
        """Say whom to ask, before a payment begins."""
        if self.is_credit_stopped:
            raise ValidationError(self._credit_portal_note())
        return super()._check_cart_is_ready_to_be_paid()
