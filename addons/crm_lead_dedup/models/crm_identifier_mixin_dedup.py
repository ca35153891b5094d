# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import MissingError
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

from .crm_dedup_profile import FRESH

OPEN_STATES = ("candidate", "confirmed")


class CrmIdentifierMixin(models.AbstractModel):
    """Keeps the profile of a card, by which it is compared, equal to its fields."""

    _inherit = "crm.identifier.mixin"

    dedup_match_ids = fields.Many2many(
        "crm.dedup.match",
        string="Possible Duplicates",
        compute="_compute_dedup_matches",
        groups="sales_team.group_sale_salesman",
    )
    dedup_match_count = fields.Integer(
        string="Number of Possible Duplicates",
        compute="_compute_dedup_matches",
        groups="sales_team.group_sale_salesman",
    )

    def _compute_dedup_matches(self):
        """Undecided and confirmed duplicates found by the last scan, one query for all cards."""
        Match = self.env["crm.dedup.match"]
        link = self._identifier_link
        left, right = f"left_{link}", f"right_{link}"
        domain = (Domain(left, "in", self.ids) | Domain(right, "in", self.ids)) & Domain(
            [("state", "in", OPEN_STATES), ("relation", "=", "duplicate")]
        )
        found = {card_id: [] for card_id in self.ids}
        for match in Match.search_fetch(domain, [left, right]) if self.ids else ():
            for card in (match[left], match[right]):
                if card.id in found:
                    found[card.id].append(match.id)
        for card in self:
            card.dedup_match_ids = Match.browse(found.get(card.id, ()))
            card.dedup_match_count = len(card.dedup_match_ids)

    # ------------------------------------------------------------------
    # Hooks
    # ------------------------------------------------------------------

    @api.model
    def _dedup_watched_fields(self):
        """Names of the fields that :meth:`_dedup_record_values` reads. Hook.

        A write of none of them leaves the profile alone.
        """
        return {
            "phone", "vat", "website", "street", "street2", "city", "zip", "country_id",
            "company_id",
        }  # fmt: skip

    def _dedup_record_values(self):
        """``{id: record}``: what the comparison knows of each card, read in batch. Hook.

        A record is a dictionary as ``tools.api.link`` takes it (``name``, ``company``, ``email``,
        ``phone``, ``vat``, ``website``, ``street``, ``street2``, ``city``, ``zip``, ``country``,
        ``ref``, the lists ``phones``, ``emails`` and ``regions``). Beside them stand
        ``company_id``, ``is_compared``, and for readers ``card_name`` and ``in_charge``. The
        pending values of the cards are flushed before.
        """
        fresh = self.env.context.get("crm_dedup_fresh") is FRESH
        try:
            records = self._dedup_fresh_records() if fresh else self._dedup_stored_records()
        except MissingError:
            # One of them is gone again.
            records = self._dedup_stored_records()
        self._dedup_add_own_fields(records)
        return records

    def _dedup_stored_records(self):
        """Records of the cards as the query reads them, with their pending values."""
        shown = {"name", "complete_name", "user_id"}
        self.flush_recordset((self._dedup_watched_fields() | shown) & set(self._fields))
        self.env["crm.identifier"].flush_model(["kind", "value", "origin", self._identifier_link])
        rows = self.env.execute_query_dict(
            SQL(self._dedup_query(), ids=self.ids, company=self.env.company.id)
        )
        return {row["id"]: self._dedup_record(row) for row in rows}

    def _dedup_fresh_records(self):
        """The same of cards that were just created, which the ORM may know without a query."""
        return self._dedup_stored_records()

    @api.model
    def _dedup_query(self):
        """SQL text that selects one row a card ``WHERE id = ANY(%(ids)s)``, countries by id."""
        raise NotImplementedError

    @api.model
    @ormcache(cache="stable")
    def _dedup_country_codes(self):
        """``{country id: ISO code}``; every join more would have to be planned for each look-up."""
        countries = self.env["res.country"].sudo().search_fetch([("id", "!=", False)], ["code"])
        return {country.id: country.code for country in countries}

    @api.model
    def _dedup_record(self, row):
        """A row of the query as a record, with the countries in which to read its phones."""
        known = self._dedup_country_codes()
        codes = [known.get(row[name]) for name in ("country", "company_country")]
        row["country"] = codes[0]
        del row["company_country"]
        row["regions"] = tuple(dict.fromkeys(code for code in codes if code))
        row["model"] = self._name
        for kind, value in row.pop("further") or ():
            row.setdefault(f"{kind}s", []).append(value)
        return row

    def _dedup_add_own_fields(self, records):
        """Add the fields that comparisons of the user's own name."""
        names = self.env["crm.dedup.rule"]._own_fields(self._name)
        for card in self.browse(records) if names else ():
            for key, name in names.items():
                records[card.id][key] = self._dedup_plain_value(name, card[name])

    @api.model
    def _dedup_plain_value(self, name, value):
        """A field's value as text or number; of a relation the id."""
        kind = self._fields[name].type
        if kind == "many2one":
            return value.id or None
        return str(value) if value and kind in ("date", "datetime") else value or None

    # ------------------------------------------------------------------
    # Every write path
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Create cards with their profiles."""
        cards = super().create(vals_list)
        if cards:
            self.env["crm.dedup.profile"]._schedule(cards, created=True)
        return cards

    def write(self, vals):
        """Renew the profiles of the cards of which a compared field really changed."""
        own = set(self.env["crm.dedup.rule"]._own_fields(self._name).values())
        watched = self._dedup_watched_fields() | own
        if watched.isdisjoint(vals):
            return super().write(vals)
        names = sorted(watched - self._dedup_mirrored_fields())
        before = self._dedup_states(names)
        result = super().write(vals)
        after = self._dedup_states(names)
        changed = self.filtered(lambda card: before.get(card.id) != after.get(card.id))
        if changed:
            changed._dedup_changed()
        return result

    @api.model
    def _dedup_mirrored_fields(self):
        """Watched fields that are not compared but change others that are."""
        return set()

    def _dedup_states(self, names):
        """``{id: values}`` of the compared fields, to see whether a write changed them."""
        return {
            card.id: [getattr(value, "ids", value) for value in map(card.__getitem__, names)]
            for card in self.sudo()
        }

    def unlink(self):
        """The keys go with the cards; profiles and matches go by their foreign keys."""
        self.env["crm.dedup.profile"]._forget(self)
        return super().unlink()

    def _dedup_changed(self):
        """Renew what depends on the compared fields of these cards. Hook."""
        self._dedup_refresh()

    def _dedup_refresh(self):
        """Make the profiles and keys of these cards equal to their fields, with the next flush.

        Nothing is written for a card whose profile says the same already.
        """
        if self.ids:
            self.env["crm.dedup.profile"]._schedule(self)
