# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class CrmDedupCluster(models.Model):
    """A cluster as the review screen shows it: cards, rows of values, pairs, proposals."""

    _inherit = "crm.dedup.cluster"

    def _review_values(self):
        """The cluster for the screen, or False when nothing of it is left to decide."""
        self.ensure_one()
        cards = [card for of_model in self._review_live_cards().values() for card in of_model]
        pending = self._review_pending(cards)
        open_cards = {card for pair in pending._cards().values() for card in pair}
        cards = [card for card in cards if card in open_cards]
        if len(cards) < 2:
            return False
        return {
            **self._review_cluster(cards),
            "id": self.id,
            "tier": self.tier,
            "kind": self.kind,
            "probability": self.probability,
        }

    def _review_is_pending(self):
        """Whether something of the cluster is still to be decided."""
        cards = [card for of_model in self._review_live_cards().values() for card in of_model]
        return bool(self._review_pending(cards))

    @api.model
    def _review_pending(self, cards):
        """Pairs to decide; all of them: what a reader may not see is not decided for that."""
        return self.sudo()._review_matches(cards).filtered(lambda match: match._is_pending())

    @api.model
    def _review_cluster(self, cards):
        """Everything about some cards of both models.

        :param cards: list of single records in the reader's environment
        """
        matches = self._review_matches(cards)
        shown = self.env["crm.dedup.engine"]._shown_cards(cards)
        readable = [card for card in cards if shown[card]["readable"]]
        proposals = {}
        heads = {}
        cells = {}
        for model in ("crm.lead", "res.partner"):
            ids = [card.id for card in readable if card._name == model]
            records = self.env[model].browse(ids)
            if not records:
                continue
            heads.update(records._review_heads())
            writable = records._filtered_access("write")
            proposals[model] = (writable or records)._review_proposal()
            cells[model] = records._review_cells(proposals[model].pop("fields"))
        values = [self._review_card(card, shown[card], heads.get(card, {})) for card in cards]
        return {
            "id": False,
            "tier": "review",
            "kind": "",
            "probability": max(matches.mapped("probability"), default=0),
            "question": self._review_question(cards),
            "can_merge": any(value["writable"] for value in values),
            "cards": values,
            "rows": self._review_rows(cells),
            "pairs": self._review_pairs(cards, matches),
            "proposals": proposals,
        }

    @api.model
    def _review_card(self, card, shown, head):
        """The head of a column; a card that is not the reader's shows who is in charge."""
        return {
            "key": f"{card._name},{card.id}",
            "model": card._name,
            "id": card.id,
            **shown,
            "type_label": self.env._("Lead")
            if card._name == "crm.lead"
            else self.env._("Customer"),
            "status": False,
            "created": False,
            "counts": [],
            "partner_id": False,
            "writable": False,
            **head,
        }

    @api.model
    def _review_question(self, cards):
        """What is asked, as somebody would ask it."""
        partners = [card for card in cards if card._name == "res.partner"]
        companies = [card for card in partners if card.sudo().is_company]
        if len(partners) < len(cards) and partners:
            return self.env._("Do these leads and customers belong together?")
        if partners and len(companies) == len(partners):
            return self.env._("Are these the same company?")
        if partners:
            return self.env._("Are these the same person?")
        return self.env._("Do these leads belong to the same person?")

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    @api.model
    def _review_rows(self, cells):
        """Cells of both models beside each other, one row a field.

        :param cells: ``{model: [(row, label, {card key: cell}), …]}``, rows in order
        """
        rows = {}
        for of_model in cells.values():
            for row_id, label, values in of_model:
                row = rows.setdefault(row_id, {"id": row_id, "label": label, "cells": {}})
                row["cells"].update(values)
        order = {row_id: number for number, row_id in enumerate(self._review_row_order())}
        shown = []
        for row in rows.values():
            known = {cell["same"] for cell in row["cells"].values() if cell["same"]}
            if known:
                shown.append({**row, "differs": len(known) > 1})
        return sorted(shown, key=lambda row: order.get(row["id"], len(order)))

    @api.model
    def _review_row_order(self):
        """Rows that come first, in this order; the others follow as the models name them."""
        return (
            "subject", "name", "contact", "company", "function", "phone", "email", "further",
            "vat", "website", "street", "street2", "zip", "city", "state_id", "country_id",
            "lang", "tags",
        )  # fmt: skip

    # ------------------------------------------------------------------
    # Pairs
    # ------------------------------------------------------------------

    @api.model
    def _review_matches(self, cards):
        """Matches between these cards that the reader may see, the most probable first."""
        ids = {model: [c.id for c in cards if c._name == model] for model in
               ("crm.lead", "res.partner")}  # fmt: skip
        sides = [
            Domain(f"{side}_lead_id", "in", ids["crm.lead"])
            | Domain(f"{side}_partner_id", "in", ids["res.partner"])
            for side in ("left", "right")
        ]
        return self.env["crm.dedup.match"].search(Domain.AND(sides))

    @api.model
    def _review_pairs(self, cards, matches):
        """Matches between the cards shown, with their reasons."""
        pairs = []
        for match, (left, right) in matches._cards().items():
            if left in cards and right in cards:
                pairs.append(
                    {
                        "left": f"{left._name},{left.id}",
                        "right": f"{right._name},{right.id}",
                        "match_id": match.id,
                        "probability": match.probability,
                        "tier": match.tier,
                        "relation": match.relation,
                        "state": match.state,
                        "explanation": match.explanation,
                    }
                )
        return pairs
