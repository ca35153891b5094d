# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """A client's deals are also those in which we talk with somebody outside his company."""

    _inherit = "res.partner"

    def _get_contact_opportunities_domain(self):
        return Domain(super()._get_contact_opportunities_domain()) | self._served_domain()

    def _served_domain(self):
        """The deals that serve these clients."""
        return Domain("client_id", "in", self.ids)

    def _compute_opportunity_count(self):
        super()._compute_opportunity_count()
        if not self.env.user.has_group("sales_team.group_sale_salesman"):
            return
        groups = (
            self.env["crm.lead"]
            .with_context(active_test=False)
            ._read_group(self._served_domain(), ["client_id", "partner_id"], ["__count"])
        )
        for client, partner, count in groups:
            # Whoever stands below the client is counted by core.
            above = partner
            while above and above != client:
                above = above.parent_id
            if not above and client in self:
                client.opportunity_count += count
