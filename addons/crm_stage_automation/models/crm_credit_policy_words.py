# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import format_date


class CrmCreditPolicy(models.Model):
    """What people are told: who, why, and what to do. Never a figure."""

    _inherit = "crm.credit.policy"

    def _why(self, reasons):
        """Return the reasons in words."""
        words = {
            "overdue": self.env._("invoices are overdue"),
            "limit": self.env._("the credit limit is used up"),
        }
        return self.env._(" and ").join(words[reason] for reason in reasons)

    def _what_to_do(self):
        """Return what helps."""
        self.ensure_one()
        if self.responsible_id:
            return self.env._(
                "Have the customer pay, or ask %(name)s for an exception.",
                name=self.responsible_id.name,
            )
        return self.env._("Have the customer pay, or ask the accountants for an exception.")

    def _partner_sentence(self, stop, excepted_until):
        """Return the sentence on the customer's form.

        :param excepted_until: the last day of an exception that holds today, or None
        """
        reasons = ("overdue", "limit") if stop.reason == "both" else (stop.reason,)
        why = self._why(reasons)
        since = format_date(self.env, stop.since)
        if excepted_until:
            return self.env._(
                "On the stop-list since %(since)s: %(why)s. Orders may be confirmed until %(until)s"
                " by an exception.",
                since=since,
                why=why,
                until=format_date(self.env, excepted_until),
            )
        return self.env._(
            "On the stop-list since %(since)s: %(why)s. Orders cannot be confirmed. %(what)s",
            since=since,
            why=why,
            what=self._what_to_do(),
        )

    def _order_sentence(self, order, reasons):
        """Return why an order cannot be confirmed, and what to do."""
        return self.env._(
            "%(order)s cannot be confirmed: %(customer)s is stopped, %(why)s. %(what)s",
            order=order.name,
            customer=order._credit_debtors()[order][:1].display_name,
            why=self._why(reasons),
            what=self._what_to_do(),
        )
