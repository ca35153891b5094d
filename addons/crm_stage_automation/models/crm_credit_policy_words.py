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

    def _partner_sentence(self, partner, stop, excepted_until):
        """Return the sentence on the customer's form.

        :param stop: of the customer, or of somebody whose debts stop him
        :param excepted_until: the last day of an exception that holds today, or None
        """
        said = {
            "who": stop.partner_id.display_name
            if stop.partner_id != partner.commercial_partner_id
            else self.env._("This customer"),
            "since": format_date(self.env, stop.since),
            "why": self._why(("overdue", "limit") if stop.reason == "both" else (stop.reason,)),
        }
        if excepted_until:
            return self.env._(
                "%(who)s has been on the stop-list since %(since)s: %(why)s. Orders may be"
                " confirmed until %(until)s by an exception.",
                until=format_date(self.env, excepted_until),
                **said,
            )
        return self.env._(
            "%(who)s has been on the stop-list since %(since)s: %(why)s. Orders cannot be"
            " confirmed. %(what)s",
            what=self._what_to_do(),
            **said,
        )

    def _order_sentence(self, order, reasons):
        """Return why an order cannot be confirmed, and what to do.

        :param reasons: ``{reason: customers}``
        """
        stopped = [partner for partners in reasons.values() for partner in partners.sudo()]
        return self.env._(
            "%(order)s cannot be confirmed: %(customer)s is stopped, %(why)s. %(what)s",
            order=order.name,
            customer=", ".join(partner.display_name for partner in dict.fromkeys(stopped)),
            why=self._why(reasons),
            what=self._what_to_do(),
        )
