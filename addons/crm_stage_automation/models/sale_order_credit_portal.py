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

    def _may_be_declined(self):
        """Whoever is asked to sign may decline, as core has it; also when he may not sign now."""
        self.ensure_one()
        asked = self.require_signature and not self.signature and not self.is_expired
        return asked and self.state in ("draft", "sent")

    def _decline(self, message, author):
        """Cancel the quotation as the customer wants it.

        :param message: why
        :param author: the contact who says so
        """
        self.ensure_one()
        self._action_cancel()
        self.message_post(
            author_id=author.id,
            body=message,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

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
