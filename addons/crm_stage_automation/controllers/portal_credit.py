# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.http import request, route

from odoo.addons.sale.controllers.portal import CustomerPortal, PaymentPortal


class CreditCustomerPortal(CustomerPortal):
    """A stopped customer signs nothing, and is not led to a payment."""

    @route()
    def portal_order_page(self, order_id, access_token=None, payment_amount=None, **kwargs):
        """Show the quotation without a payment form, also when a payment link asks for one."""
        if payment_amount and _stopped_quotation(self, order_id, access_token):
            payment_amount = None
        return super().portal_order_page(
            order_id, access_token=access_token, payment_amount=payment_amount, **kwargs
        )

    @route()
    def portal_quote_accept(self, order_id, access_token=None, name=None, signature=None):
        """Refuse before anything is signed, and say whom to ask."""
        token = access_token or request.httprequest.args.get("access_token")
        stopped = _stopped_quotation(self, order_id, token)
        if stopped:
            return {"error": stopped._credit_portal_note()}
        return super().portal_quote_accept(
            order_id, access_token=access_token, name=name, signature=signature
        )

    @route()
    def portal_quote_decline(self, order_id, access_token=None, decline_message=None, **kwargs):
        """Let who may not accept the quotation decline it."""
        stopped = _stopped_quotation(self, order_id, access_token)
        if not (stopped and decline_message and stopped._may_be_declined()):
            return super().portal_quote_decline(
                order_id, access_token=access_token, decline_message=decline_message, **kwargs
            )
        user = request.env.user
        stopped._decline(
            decline_message, stopped.partner_id if user._is_public() else user.partner_id
        )
        return request.redirect(stopped.get_portal_url())


class CreditPaymentPortal(PaymentPortal):
    """A stopped customer's quotation is not paid; an order that is confirmed may be."""

    @route()
    def portal_order_transaction(self, order_id, access_token, **kwargs):
        """Refuse before the payment begins."""
        stopped = _stopped_quotation(self, order_id, access_token)
        if stopped:
            raise ValidationError(stopped._credit_portal_note())
        return super().portal_order_transaction(order_id, access_token, **kwargs)


def _stopped_quotation(controller, order_id, access_token):
    """Return the quotation of a stopped customer, None for every other order.

    Whoever may not see the order is refused by core.
    """
    try:
        order = controller._document_check_access("sale.order", order_id, access_token)
    except (AccessError, MissingError):
        return None
    return order if order.is_credit_stopped else None
