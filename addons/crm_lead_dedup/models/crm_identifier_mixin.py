# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import emails, phones

BACKFILL_BATCH = 1000


class CrmIdentifierMixin(models.AbstractModel):
    """Keeps the identifiers of a card equal to its fields, in the same transaction, in batch.

    The inheriting model defines ``identifier_ids``, ``request_ids`` and ``request_count``, and
    names its link in ``_identifier_link``: the field of ``crm.identifier`` and ``crm.request``
    that points back.
    """

    _name = "crm.identifier.mixin"
    _description = "Card Recognised by Identifiers"

    _identifier_link = None

    any_phone_or_email = fields.Char(
        string="Any phone or e-mail",
        compute="_compute_any_phone_or_email",
        search="_search_any_phone_or_email",
        groups="base.group_user",
        help="Searches every phone, e-mail and tax number known of the card, in any spelling.",
    )

    @api.depends("identifier_ids.value")
    def _compute_any_phone_or_email(self):
        for card in self:
            card.any_phone_or_email = ", ".join(card.identifier_ids.mapped("value")) or False

    def _search_any_phone_or_email(self, operator, value):
        """Find cards by a phone in any spelling, a part of it, an e-mail or a tax number."""
        if operator not in ("ilike", "=", "in"):
            return NotImplemented
        values = value if operator == "in" else [value]
        found = Domain.FALSE
        for text in filter(None, values):
            found |= Domain("value", "ilike", text) | Domain("key", "=", emails.email_key(text))
            phone = phones.parse_phone(text, self.env["crm.identifier"]._default_regions())
            if phone and phone.e164:
                found |= Domain("key", "=", phone.e164)
            if phone and phone.tail:
                found |= Domain("tail", "=like", f"%{phone.tail}")
        return Domain("identifier_ids", "any", found)

    def _compute_request_count(self):
        link = self._identifier_link
        groups = self.env["crm.request"]._read_group([(link, "in", self.ids)], [link], ["__count"])
        counts = {card.id: count for card, count in groups}
        for card in self:
            card.request_count = counts.get(card.id, 0)

    def action_open_requests(self):
        """All requests of the card."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_lead_dedup.action_request")
        return {**action, "domain": [(self._identifier_link, "=", self.id)], "context": {}}

    # ------------------------------------------------------------------
    # Hooks for the inheriting model
    # ------------------------------------------------------------------

    @api.model
    def _identifier_watched_fields(self):
        """Names of the fields from which identifiers are read."""
        return {"phone", "vat", "website", "country_id"}

    def _identifier_sources(self):
        """The card's own values as ``[(kind, text), …]``; empty texts are dropped later."""
        self.ensure_one()
        return []

    def _identifier_regions(self):
        """``{id: (ISO codes, best first)}``: the card's country, then its company's."""
        regions = {}
        own = self._company_countries(self.sudo().company_id.ids)
        for card in self.sudo():
            company = card.company_id or self.env.company
            codes = (card.country_id.code, own[company.id])
            regions[card.id] = tuple(dict.fromkeys(code for code in codes if code))
        return regions

    @api.model
    def _company_countries(self, company_ids):
        """``{company id: ISO code}`` of these companies and the acting one.

        Not the companies' own field: the ORM computes their whole address anew.
        """
        companies = self.env["res.company"].sudo().browse(company_ids) | self.env.company.sudo()
        return {company.id: company.partner_id.country_id.code for company in companies}

    # ------------------------------------------------------------------
    # Every write path
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Create cards with their identifiers, all in one insert."""
        cards = super().create(vals_list)
        cards._sync_identifiers(created=True)
        return cards

    def write(self, vals):
        """Renew the identifiers of the cards whose own phone, e-mail and so on really changed."""
        if self._identifier_watched_fields().isdisjoint(vals):
            return super().write(vals)
        before = self._identifier_states()
        result = super().write(vals)
        after = self._identifier_states()
        changed = self.filtered(lambda card: before[card.id] != after[card.id])
        if changed:
            changed._identifiers_changed()
        return result

    def _identifiers_changed(self):
        """Renew what depends on the phones, e-mails and so on of these cards. Hook."""
        self._sync_identifiers()

    def _identifier_states(self):
        """``{id: what its identifiers are read from}``, to see whether a write changed it."""
        regions = self._identifier_regions()
        return {card.id: (card._identifier_sources(), regions[card.id]) for card in self.sudo()}

    def _sync_identifiers(self, created=False):
        """Make the rows of origin ``card`` equal to the fields, two or three queries a batch.

        What was learnt before and is a field now is kept once, as the field.
        """
        Identifier = self.env["crm.identifier"].sudo()
        link = self._identifier_link
        stale, learnt = {}, {}
        for row in Identifier if created else Identifier.search([(link, "in", self.ids)]):
            known = stale if row.origin == "card" else learnt
            known[row[link].id, row.kind, row.key or row.value] = row
        values = []
        for card_id, rows in self._wanted_identifiers().items():
            for row in rows:
                fact = (card_id, row["kind"], row["key"] or row["value"])
                there = stale.get(fact)
                if there and there.value == row["value"]:
                    del stale[fact]
                    continue
                if fact in learnt:
                    stale[fact, "learnt"] = learnt[fact]
                values.append({**row, "origin": "card", link: card_id})
        Identifier.browse([row.id for row in stale.values()]).unlink()
        if values:
            Identifier.create(values)

    def _wanted_identifiers(self):
        """``{card id: prepared rows}`` as the fields say now, each identifier once."""
        Identifier = self.env["crm.identifier"]
        regions = self._identifier_regions()
        wanted = {}
        for card in self.sudo():
            texts = [(kind, text.strip()) for kind, text in card._identifier_sources() if text]
            rows = [
                Identifier._identifier_values(kind, text, regions[card.id])
                for kind, text in texts
                if text
            ]
            unique = {(row["kind"], row["key"] or row["value"]): row for row in reversed(rows)}
            wanted[card.id] = list(unique.values())
        return wanted

    @api.model
    def _identifier_missing_domain(self):
        """Cards that have a readable field but no row yet (loaded by SQL or older than us)."""
        return Domain("identifier_ids", "=", False) & Domain("phone", "!=", False)

    @api.model
    def _cron_backfill_identifiers(self):
        """Fill the identifiers of cards that were there before us or came by SQL.

        Works in slices, commits each, and goes on where it stopped after a kill.
        """
        model = self.with_context(active_test=False).sudo()
        domain = self._identifier_missing_domain()
        remaining = model.search_count(domain)
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        while remaining:
            cards = model.search(domain, limit=BACKFILL_BATCH, order="id")
            cards._sync_identifiers(created=True)
            remaining = max(remaining - len(cards), 0) if cards else 0
            if not self.env["ir.cron"]._commit_progress(len(cards), remaining=remaining):
                break
