# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .res_partner_party import KINDS

# What the browser calls them.
WORDS = dict(zip(KINDS, ("client", "counterparty", "contact", "partner"), strict=True))
# More than this nobody can read; the picture says that there is more.
MAX_NODES = 60
MAX_LINKS = 240
MAX_STEPS = 4


class CrmPartyLink(models.Model):
    """The picture of who owns, pays for and works for whom."""

    _inherit = "crm.party.link"

    @api.model
    @api.readonly
    def relations(self, partner_id, steps=2, with_ended=False):
        """Whoever hangs together with a partner, as far as the reader may see them.

        Circles end where somebody is met again; a step costs the same few queries however many
        parties are met in it.

        :param steps: how many links away, 1 to 4
        :param with_ended: former links, too
        :return: ``{"nodes": [{"id", "name", "kinds", "is_company", "row"}],
            "edges": [{"key", "source", "target", "label", "is_default", "is_ownership",
            "is_ended"}], "is_cut": whether somebody was left out}``; ``row`` is 0 for the partner
            himself, negative for those above him (whom he serves, who owns him), positive for
            those below. ``source`` is the client, or the owner of an ownership.
        """
        start = self.env["res.partner"].browse(partner_id)
        start.check_access("read")
        rows, edges, is_cut = {start: 0}, {}, False
        newcomers = start
        for _step in range(max(1, min(int(steps), MAX_STEPS))):
            found, more = self._relations_around(newcomers, with_ended)
            is_cut = is_cut or more
            newcomers = start.browse()
            for edge in found:
                if edge["key"] in edges:
                    continue
                upper, lower = edge["upper"], edge["lower"]
                known, new = (upper, lower) if upper in rows else (lower, upper)
                if new not in rows:
                    if len(rows) >= MAX_NODES:
                        is_cut = True
                        continue
                    rows[new] = self._relations_row(rows[known], new == upper)
                    newcomers |= new
                edges[edge["key"]] = edge
        return {
            "nodes": self._relations_nodes(rows),
            "edges": [
                {name: value for name, value in edge.items() if name not in ("upper", "lower")}
                for edge in edges.values()
            ],
            "is_cut": is_cut,
        }

    @api.model
    def _relations_row(self, row, is_above):
        """Outwards: what hangs on somebody above stays above."""
        if row == 0:
            return -1 if is_above else 1
        return row - 1 if row < 0 else row + 1

    @api.model
    def _relations_around(self, partners, with_ended):
        """The edges at these partners: links, and the persons of a company as core has them;
        and whether there are more than it returns.

        A hook for other kinds of relation.
        """
        domain = Domain("client_id", "in", partners.ids) | Domain("party_id", "in", partners.ids)
        if not with_ended:
            domain &= self._domain_on()
        links = self.search(domain, limit=MAX_LINKS + 1)
        more, links = len(links) > MAX_LINKS, links[:MAX_LINKS]
        readable = (links.client_id | links.party_id)._filtered_access("read")
        today = fields.Date.context_today(self)
        people = Domain("parent_id", "in", partners.ids) & Domain("type", "=", "contact")
        edges = [
            link._relations_link_edge(today)
            for link in links
            if link.client_id in readable and link.party_id in readable
        ]
        edges += [
            self._relations_edge(f"parent-{person.id}", person.parent_id, person)
            for person in partners.search_fetch(people, ["parent_id"], limit=MAX_NODES)
        ]
        return edges, more

    @api.model
    def _relations_edge(self, key, upper, lower, label="", **marks):
        """A line of the picture from the one above to the one below."""
        plain = {"is_default": False, "is_ownership": False, "is_ended": False}
        return (
            plain
            | marks
            | {
                "key": key,
                "upper": upper,
                "lower": lower,
                "source": upper.id,
                "target": lower.id,
                "label": label,
            }
        )

    def _relations_link_edge(self, today):
        """A link as a line; an owner stands above what he owns, a party below its client."""
        self.ensure_one()
        owns = self.role_id.is_ownership
        ends = (self.party_id, self.client_id) if owns else (self.client_id, self.party_id)
        return self._relations_edge(
            f"link-{self.id}",
            *ends,
            self.role_id.name,
            is_default=self.is_default,
            is_ownership=owns,
            is_ended=bool(self.date_end and self.date_end < today),
        )

    @api.model
    def _relations_nodes(self, rows):
        # Legal entities stand together, and so do persons.
        partners = (
            self.env["res.partner"]
            .union(*rows)
            .sorted(lambda partner: (not partner.is_counterparty, partner.is_contact))
        )
        return [
            {
                "id": partner.id,
                "name": partner.name or partner.display_name,
                "kinds": [WORDS[kind] for kind in KINDS if partner[kind]],
                "is_company": partner.is_company,
                "row": rows[partner],
            }
            for partner in partners
        ]
