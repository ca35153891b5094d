# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from dataclasses import replace

from odoo import api, fields, models, tools

from ..tools import survivorship

# Values of these rows are all kept: one in the field, the others as further ones.
KEPT_BESIDE = {"phone", "email"}
LONGEST_TEXT = 400
TAIL = 9


class CrmDedupMergeMixin(models.AbstractModel):
    """What the review screen shows of a card, and which of several is proposed to stay."""

    _inherit = "crm.dedup.merge.mixin"

    # ------------------------------------------------------------------
    # Hooks for the inheriting model
    # ------------------------------------------------------------------

    def _review_head(self):
        """Type, status and date of one card, as the head of its column tells them. Hook."""
        self.ensure_one()
        return {"created": fields.Datetime.to_string(self.create_date)}

    def _review_identity_fields(self):
        """``[(row, field name), …]`` of what tells one person from another. Hook."""
        return [
            ("function", "function"), ("phone", "phone"), ("vat", "vat"), ("website", "website"),
            ("street", "street"), ("street2", "street2"), ("zip", "zip"), ("city", "city"),
            ("state_id", "state_id"), ("country_id", "country_id"),
        ]  # fmt: skip

    @api.model
    def _review_hidden_fields(self):
        """Fields that nobody wants to choose: the system keeps them as it merges. Hook."""
        return {"color", "active", "probability", "automated_probability", "company_id"}

    def _review_rank(self):
        """How much hangs on a card; the highest is proposed to stay. Hook."""
        self.ensure_one()
        return 0

    # ------------------------------------------------------------------
    # Who stays
    # ------------------------------------------------------------------

    def _review_survivor(self):
        """The card of these that should stay: the most important, complete, verified, recent."""
        cards = [replace(card._merge_card(), rank=card._review_rank()) for card in self]
        return self.browse(survivorship.best_card(cards))

    def _review_proposal(self, survivor=None):
        """Which card stays, which value of each field, what moves, and what forbids it.

        :param survivor: the card that the user wants to stay
        """
        survivor = survivor or (self and self._review_survivor())
        proposal = {"survivor": survivor.id, "choices": {}, "moves": [], "blockers": []}
        if len(self) < 2:
            return {**proposal, "fields": []}
        preview = self.env["crm.dedup.engine"].preview_merge(survivor, self - survivor)
        choices = {row["name"]: row["proposed"] for row in preview["fields"]}
        return {
            **proposal,
            "choices": {name: card for name, card in choices.items() if card},
            "moves": preview["moves"],
            "blockers": preview["blockers"],
            "fields": preview["fields"],
        }

    # ------------------------------------------------------------------
    # Heads
    # ------------------------------------------------------------------

    def _review_heads(self):
        """``{card: values}`` of readable cards, in batch."""
        counts = self._review_counts()
        writable = self._filtered_access("write")
        return {
            card: {
                **card._review_head(),
                "counts": counts.get(card.id, []),
                "writable": card in writable,
            }
            for card in self
        }

    # ------------------------------------------------------------------
    # Cells
    # ------------------------------------------------------------------

    def _review_cells(self, differing):
        """Rows of these cards: who they are first, then whatever differs.

        :param differing: fields of ``preview_merge``
        :return: ``[(row, label, {card key: cell}), …]``
        """
        identity = self._review_identity_fields()
        named = {name for _row, name in identity}
        known = set(self.get_view(view_type="form")["models"].get(self._name, ()))
        known -= self._review_hidden_fields()
        further = [row["name"] for row in differing if row["name"] in known - named]
        texts = [name for name in further if self._fields[name].type != "binary"]
        labels = self._review_row_labels()
        rows = [
            self._review_row(row, name, labels)
            for row, name in [*identity, *((name, name) for name in texts)]
        ]
        return [*rows, self._review_further_row(labels)]

    def _review_row(self, row, name, labels):
        """One field of these cards."""
        field = self._fields[name]
        label = labels.get(row) or field._description_string(self.env)
        mode = self._review_mode(row, name)
        cells = {}
        for card in self:
            text = card._review_text(name)
            cell = {"field": name, "mode": mode, "text": text, "same": _comparable(row, text)}
            if field.type in ("many2many", "one2many"):
                cell["chips"] = card[name].sudo().mapped("display_name")
            cells[f"{self._name},{card.id}"] = cell
        return row, label, cells

    @api.model
    def _review_mode(self, row, name):
        """What can be done with a value: one is chosen, all are kept, or it is only shown."""
        if name in self._merge_united_fields() or self._fields[name].type == "many2many":
            return "all"
        if name not in self._merge_choice_fields():
            return "info"
        return "main" if row in KEPT_BESIDE else "one"

    def _review_further_row(self, labels):
        """Phones and e-mails that are known beside the card's own fields; all are kept."""
        cells = {}
        for card in self:
            rows = card.sudo().identifier_ids.filtered(lambda row: row.origin != "card")
            values = list(dict.fromkeys(row.value for row in rows if row.value))
            cells[f"{self._name},{card.id}"] = {
                "field": "", "mode": "all", "text": ", ".join(values), "chips": values,
                "same": ", ".join(sorted(values)).casefold(),
            }  # fmt: skip
        return "further", labels["further"], cells

    @api.model
    def _review_row_labels(self):
        """Names of rows that leads and customers share under different fields."""
        return {
            "name": self.env._("Name"),
            "company": self.env._("Company"),
            "subject": self.env._("Subject"),
            "email": self.env._("E-mail"),
            "phone": self.env._("Phone"),
            "further": self.env._("Further numbers"),
            "lang": self.env._("Language"),
            "tags": self.env._("Tags"),
            "customer": self.env._("Customer"),
        }

    def _review_text(self, name):
        """A value as people read it, in the reader's language."""
        self.ensure_one()
        field, value = self._fields[name], self[name]
        if field.type == "monetary":
            currency = self[field.get_currency_field(self)]
            return tools.format_amount(self.env, value, currency) if value else ""
        if field.type == "float":
            return tools.formatLang(self.env, value) if value else ""
        if field.type == "date":
            return tools.format_date(self.env, value) if value else ""
        if field.type == "datetime":
            return tools.format_datetime(self.env, value) if value else ""
        if field.type == "boolean":
            return self.env._("Yes") if value else ""
        text = self._merge_shown(name)
        return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"


def _comparable(row, text):
    """What makes two values say the same: spelling of numbers, case and spaces do not matter."""
    if row == "phone":
        return re.sub(r"\D", "", text)[-TAIL:] or text
    return " ".join(text.casefold().split())
