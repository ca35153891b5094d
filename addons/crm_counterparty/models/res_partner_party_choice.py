# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """What a dialog offers for a client: only its counterparties and contacts, default first.

    In a view::

        <field name="counterparty_id" domain="[('counterparty_of_id', '=', client_id)]"
               context="{'party_choice': 'counterparty', 'party_choice_client_id': client_id}" />
    """

    _inherit = "res.partner"

    counterparty_of_id = fields.Many2one(
        "res.partner", compute="_compute_party_of", search="_search_counterparty_of_id"
    )
    contact_of_id = fields.Many2one(
        "res.partner", compute="_compute_party_of", search="_search_contact_of_id"
    )

    def _compute_party_of(self):
        """They are there to search by: a party may have many clients."""
        self.counterparty_of_id = self.contact_of_id = False

    def _search_counterparty_of_id(self, operator, value):
        return self._search_party_of("counterparty", operator, value)

    def _search_contact_of_id(self, operator, value):
        return self._search_party_of("contact", operator, value)

    def _search_party_of(self, kind, operator, value):
        if operator != "in":
            return NotImplemented
        clients = self.browse(id_ for id_ in value if id_)
        return clients._party_choice_domain(kind)

    @api.private
    def _party_choice_domain(self, kind, company=None, date=None):
        """The partners to offer as ``counterparty`` or ``contact`` of these clients.

        Linked ones on the day. Contacts: the persons on the client's own card too.
        Counterparties: the client itself when it is marked as one or has none. No client chosen
        yet: everybody.
        """
        if not self:
            return Domain.TRUE
        links = (
            self.env["crm.party.link"]._domain_on(date, company)
            & Domain("client_id", "in", self.ids)
            & self._role_domain(kind)
        )
        linked = Domain("client_link_ids", "any", links)
        if kind == "contact":
            own = Domain("parent_id", "in", self.ids) & Domain("type", "=", "contact")
            return linked | (own & Domain("is_company", "=", False))
        alone = self._parties(("counterparty",), company, date)
        own = self.filtered(lambda client: client.is_counterparty or not alone[client])
        return linked | Domain("id", "in", own.ids)

    @api.model
    def _role_domain(self, kind):
        """Links under a role of this kind; a role of both kinds goes by what the party is."""
        both = Domain("role_id.joins", "=", "any")
        both &= Domain("party_id.is_company", "=", kind == "counterparty")
        return Domain("role_id.joins", "=", kind) | both

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """With ``party_choice`` in the context the client's default comes first."""
        found = super().name_search(name, domain, operator, limit)
        first = self._party_choice_first()
        if not first or not found:
            return found
        if limit and len(found) >= limit and not set(first) <= {id_ for id_, _name in found}:
            among = Domain(domain or Domain.TRUE) & Domain("id", "in", first)
            defaults = super().name_search(name, among, operator, limit)
            found = (defaults + [pair for pair in found if pair not in defaults])[:limit]
        return sorted(found, key=lambda pair: pair[0] not in first)

    @api.model
    def _party_choice_first(self):
        """The defaults of the client in the context, of the kind that is asked for."""
        kind = self.env.context.get("party_choice")
        client = self.browse(self.env.context.get("party_choice_client_id") or [])
        if not client or kind not in ("counterparty", "contact"):
            return []
        if kind == "counterparty":
            return client._default_counterparty()[client].ids
        return client._parties(("contact", "any"))[client].filtered("is_default").party_id.ids
