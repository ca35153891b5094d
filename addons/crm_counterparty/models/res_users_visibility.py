# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Which clients a user sees."""

    _inherit = "res.users"

    @api.model
    def _groups_seeing_all_clients(self):
        """External ids of the groups from which no client is hidden: managers and those who see
        all documents, accountants (they need every address), administrators.
        """
        return (
            "sales_team.group_sale_salesman_all_leads",
            "account.group_account_readonly",
            "account.group_account_invoice",
            "base.group_erp_manager",
        )

    @api.private
    def _sees_all_clients(self):
        """Whether nothing is hidden from a user: no team hides, he may see all, or he is a
        customer on the portal, who has core's own rule.
        """
        self.ensure_one()
        return (
            not self.env["crm.team"]._has_hidden_clients()
            or self.share
            or any(self.has_group(group) for group in self._groups_seeing_all_clients())
        )

    @api.private
    def _visible_partner_domain(self, path=""):
        """The partners a user sees: compared by columns of the partner only, row by row.

        :param path: the many2one that leads to the partner, for rules of other models
        """
        if self._sees_all_clients():
            return Domain.TRUE
        guards = self.env["crm.client.guard"]._admitting(self)
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        companies = companies.search([("partner_id", "!=", False)])
        domain = Domain.OR(
            [
                Domain("client_guard_id", "in", [False, *guards.ids]),
                Domain("partner_share", "=", False),
                Domain("employee", "=", True),
                Domain("id", "in", (companies.partner_id + self.partner_id).ids),
            ]
        )
        return Domain(path, "any!", domain) if path else domain

    def write(self, vals):
        """Who leaves keeps his clients hidden."""
        result = super().write(vals)
        if "active" in vals:
            self.env["crm.team.member"]._moved(self)
        return result
