# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import models

PARTNERS = ("partner_id", "client_id", "counterparty_id", "contact_id")
# Of a lead, and of the partner it is written to.
CONTACT_DATA = (("email_from", "email"), ("phone", "phone"))


class CrmLead(models.Model):
    """Which client, contact and counterparty go together when some of them are said."""

    _inherit = "crm.lead"

    def _settle_parties(self, wishes):
        """All four partners of leads of which somebody says some; a few queries for any number.

        :param wishes: pairs of a lead (none: one that is to be made) and ``{field: partner}``
            with those of `PARTNERS` that are said, ``company_id`` for one that is to be made,
            ``is_new_client`` where the lead does not know any more which client it had,
            ``has_own`` where it is to have an e-mail or phone of its own
        :return: ``[{field: partner}]`` in the order of the wishes, always all of `PARTNERS`, and
            e-mail and phone where they were those of the one written to before
        """
        by_company = defaultdict(list)
        for number, (lead, wish) in enumerate(wishes):
            company = wish.get("company_id") or lead.company_id or self.env.company
            by_company[company].append((number, lead, wish))
        settled = [{}] * len(wishes)
        for company, rows in by_company.items():
            found = self._settle_in(company, [(lead, wish) for _number, lead, wish in rows])
            for (number, _lead, _wish), parties in zip(rows, found, strict=True):
                settled[number] = parties
        return settled

    def _settle_in(self, company, rows):
        rows = [(lead, wish, *self._said(lead, wish)) for lead, wish in rows]
        rows = self._settle_clients(company, rows)
        rows = self._settle_people(company, rows)
        return self._settle_counterparties(company, rows)

    def _said(self, lead, wish):
        """Client and the one to write to, as far as said; None is: nobody said."""
        nobody = self.env["res.partner"]
        client, contact = wish.get("client_id"), wish.get("contact_id")
        person = wish.get("partner_id") or contact
        if client:
            to_client = client if contact == nobody else None
            return client, person or to_client
        if person:
            return None, person
        if client == nobody or wish.get("partner_id") == nobody:
            return nobody, nobody
        if contact == nobody:
            return lead.client_id, lead.client_id
        return lead.client_id, lead.partner_id

    def _settle_clients(self, company, rows):
        """Who is served where only the person is said: the client that is there, else his."""
        stay = self.env["crm.party.link"]._belonging(
            company, [(person, lead.client_id) for lead, _, _, person in rows]
        )
        loose = self.env["res.partner"].union(
            *(
                person
                for (lead, _, client, person), fits in zip(rows, stay, strict=True)
                if client is None and not fits
            )
        )
        clients = loose._client_of(company) if loose else {}
        return [
            (
                lead,
                wish,
                (lead.client_id if fits else clients[person]) if client is None else client,
                person,
            )
            for (lead, wish, client, person), fits in zip(rows, stay, strict=True)
        ]

    def _settle_people(self, company, rows):
        """Whom to write to where only the client is said: who is there, else its default."""
        stay = self.env["crm.party.link"]._belonging(
            company,
            [
                (None if person is not None else lead.partner_id, client)
                for lead, _, client, person in rows
            ],
        )
        clients = self.env["res.partner"].union(
            *(
                client
                for (_, _, client, person), fits in zip(rows, stay, strict=True)
                if person is None and not fits
            )
        )
        found = clients._parties(("contact", "any"), company) if clients else {}
        settled = []
        for (lead, wish, client, person), fits in zip(rows, stay, strict=True):
            chosen = person
            if person is None and fits:
                chosen = lead.partner_id
            elif person is None:
                default = found[client].filtered("is_default")[:1].party_id
                # Somebody with an e-mail of his own is not the client's usual contact.
                chosen = client if lead._has_own(wish) else default or client
            settled.append((lead, wish, client, chosen))
        return settled

    def _settle_counterparties(self, company, rows):
        """The default payer comes with a new client; one that is there is never replaced."""

        def is_new(lead, wish, client):
            return wish.get("is_new_client", client != lead.client_id)

        new = self.env["res.partner"].union(
            *(client for lead, wish, client, _ in rows if is_new(lead, wish, client))
        )
        # Who was never said to be a client has no parties: a link says so.
        new = new.filtered("is_client")
        payers = new._default_counterparty(company) if new else {}
        settled = []
        for lead, wish, client, person in rows:
            payer = lead.counterparty_id
            if "counterparty_id" in wish:
                payer = wish["counterparty_id"]
            elif is_new(lead, wish, client):
                own = person != client and person.is_counterparty
                payer = person if own else payers.get(client, client.browse())
            settled.append(
                {
                    "partner_id": person,
                    "client_id": client,
                    "counterparty_id": payer,
                    "contact_id": person if person != client else person.browse(),
                }
                | lead._taken_over(person)
            )
        return settled

    def _has_own(self, wish):
        """Whether the lead's e-mail or phone is not that of the partner it has now."""
        return wish.get("has_own") or any(
            self[name] and self[name] != self.partner_id[known] for name, known in CONTACT_DATA
        )

    def _taken_over(self, person):
        """E-mail and phone of the one to write to now, where the lead had those of another."""
        if person == self.partner_id:
            return {}
        return {
            name: person[known]
            for name, known in CONTACT_DATA
            if person[known] and self[name] and self[name] == self.partner_id[known]
        }
