# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class CrmDedupEngine(models.AbstractModel):
    _inherit = "crm.dedup.engine"

    @api.model
    def _works_at_admitted(self, pairs):
        """Who has a role at the company is known already: not proposed as working there."""
        pairs = super()._works_at_admitted(pairs)
        if not pairs:
            return pairs
        links = self.env["crm.party.link"].sudo()
        people, companies = zip(*pairs, strict=True)
        linked = links.search_fetch(
            Domain("party_id", "in", people) & Domain("client_id", "in", companies),
            ["party_id", "client_id"],
        )
        return pairs - {(link.party_id.id, link.client_id.id) for link in linked}
