# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain


class AccountMoveLine(models.Model):
    """Open items of customers on the stop-list: when they change, the list is renewed."""

    _inherit = "account.move.line"

    def _check_credit_soon(self):
        """Have customers looked at again, if any of these is on a stop-list; two queries."""
        if not self.env["crm.credit.policy"]._by_company():
            return
        items = self.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        partners = items.partner_id.commercial_partner_id
        stopped = Domain("partner_id", "in", partners.ids) & Domain("lifted_at", "=", False)
        if partners and self.env["crm.credit.stop"].sudo().search_count(stopped, limit=1):
            self.env["crm.credit.policy"]._check_soon()
