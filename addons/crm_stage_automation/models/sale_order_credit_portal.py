# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrder(models.Model):
    """What a stopped customer sees of his quotation: no button to sign or pay, and whom to ask."""

    _inherit = "sale.order"

    def _has_to_be_signed(self):
        """A quotation that cannot be confirmed is not to be signed."""
        return super()._has_to_be_signed() and not self.is_credit_stopped

    def _has_to_be_paid(self):
        """A quotation that cannot be confirmed is not to be paid."""
        return super()._has_to_be_paid() and not self.is_credit_stopped

    def _credit_portal_note(self):
        """Return what the customer is told: whom to ask, nothing about debts.

        A link to a quotation is passed on to others.
        """
        self.ensure_one()
        person = self.user_id or self.company_id
        return self.env._(
            "This quotation cannot be accepted online at the moment. Please contact %(name)s"
            " (%(reach)s).",
            name=person.name,
            reach=person.phone or person.email or self.company_id.name,
        )
