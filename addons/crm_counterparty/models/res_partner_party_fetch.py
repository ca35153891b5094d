# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain

LINKS = ("party_link_ids", "client_link_ids")


class ResPartner(models.Model):
    """A form shows whose client somebody is and who his parties are: one query reads both."""

    _inherit = "res.partner"

    def _fetch_query(self, query, fields):
        rest = [field for field in fields if field.name not in LINKS]
        if len(fields) - len(rest) < len(LINKS):
            return super()._fetch_query(query, fields)
        partners = super()._fetch_query(query, rest)
        partners._fetch_links()
        return partners

    def _fetch_links(self):
        """Both kinds of links and what they say, as far as the user may read them."""
        link_model = self.env["crm.party.link"]
        columns = [
            name
            for name, field in link_model._fields.items()
            if field.prefetch is True and link_model._has_field_access(field, "read")
        ]
        links = link_model.search_fetch(
            Domain("client_id", "in", self.ids) | Domain("party_id", "in", self.ids), columns
        )
        for name in LINKS:
            field = self._fields[name]
            found = {
                partner.id: each for partner, each in links.grouped(field.inverse_name).items()
            }
            field._insert_cache(
                self, [found.get(partner_id, links.browse())._ids for partner_id in self._ids]
            )
