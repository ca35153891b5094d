# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class CrmFarewellInvitation(models.Model):
    """Whoever reads the deal reads what its customer said.

    A rule of access asks for ``is_deal_readable``: what a rule itself looks up (`any`), it looks up
    as root, and so would find every deal.
    """

    _inherit = "crm.farewell.invitation"

    is_deal_readable = fields.Boolean(
        compute="_compute_is_deal_readable", search="_search_is_deal_readable"
    )

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("lead_id")
    def _compute_is_deal_readable(self):
        """As the rules of deals say, for the user and never as root."""
        readable = self._deals().browse(self.sudo().lead_id.ids)._filtered_access("read")
        for one, known in zip(self, self.sudo(), strict=True):
            one.is_deal_readable = known.lead_id.id in readable._ids

    def _search_is_deal_readable(self, operator, value):
        """Rules of access ask this as root; the deals are searched as the user who asks."""
        if operator != "in":
            return NotImplemented
        deals = self._deals()
        found = Domain.FALSE
        if deals.has_access("read"):
            found = Domain("lead_id", "in", deals._search([]))
        return found if True in value else ~found

    def _deals(self):
        """Return deals as the user who asks, lost ones included."""
        return self.env["crm.lead"].sudo(False).with_context(active_test=False)
