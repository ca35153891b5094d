# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# Rows written in one slice, each slice one transaction.
APPLY_BATCH = 200
# Values of a card that are further numbers and addresses when the card has another.
FURTHER = {"phone": "phone", "email": "email", "email_from": "email", "vat": "tax_number"}


class CrmDedupImport(models.Model):
    """The import itself: what was decided for each row is done, as the user who brought it."""

    _inherit = "crm.dedup.import"

    def _apply_slice(self):
        """Write the next rows.

        :return: number of rows done, 0 when the import is over
        """
        self.ensure_one()
        rows = self.env["crm.dedup.import.row"].search(
            [("import_id", "=", self.id), ("result", "=", False)], limit=APPLY_BATCH, order="number"
        )
        # Rows that repeat one of the same slice wait for it, so that its card is there.
        numbers = set(rows.mapped("number"))
        later = rows.filtered(lambda row: row.same_as_row in numbers and row.action != "skip")
        for batch in (rows - later, later):
            self._apply(batch)
        self.done += len(rows)
        if not rows:
            self.write({"state": "done", "done": self.total, "ended_at": fields.Datetime.now()})
            self._look_for_duplicates()
        return len(rows)

    def _apply(self, rows):
        by_action = rows.grouped("action")
        if skipped := by_action.get("skip"):
            skipped.write({"result": "skipped"})
        for action in ("create", "link"):
            if new := by_action.get(action):
                self._create_cards(new)
        for action in ("update_empty", "overwrite"):
            if known := by_action.get(action):
                self._update_cards(known, action)

    def _guarded(self, rows, do):
        """Do one thing to all rows; when it goes wrong, row by row.

        What goes wrong then stands on its row and stops nobody else's.
        """
        try:
            with self.env.cr.savepoint():
                do(rows)
        except (AccessError, UserError, ValidationError) as error:
            self.env.invalidate_all(flush=False)
            if len(rows) == 1:
                rows.write({"result": "failed", "message": str(error)})
                return
            for row in rows:
                self._guarded(row, do)

    # ------------------------------------------------------------------
    # New cards
    # ------------------------------------------------------------------

    def _create_cards(self, rows):
        """Load rows through Odoo's own loading; a bad row does not hold up the others."""
        rows, ids = self._load(rows)
        for row, card_id in zip(rows, ids, strict=True):
            row.write({"result": "created", "res_id": card_id})
        for row in rows.filtered(lambda row: row.action == "link" and row.match_id):
            self._guarded(row, self._link_card)

    def _load(self, rows):
        """Return the rows that could be loaded and the ids of their cards."""
        while rows:
            spans = [row for row in rows for _line in row.lines]
            result = self._loader().load(
                list(self.import_fields), [line for row in rows for line in row.lines]
            )
            if result["ids"]:
                return rows, result["ids"]
            failed = self._failed_rows(spans, result["messages"]) or rows
            rows -= failed
        return rows, []

    def _failed_rows(self, spans, messages):
        failed = self.env["crm.dedup.import.row"]
        for message in messages:
            place = message.get("rows", {}).get("from", -1)
            if message["type"] == "error" and 0 <= place < len(spans):
                row = spans[place]
                row.write({"result": "failed", "message": message["message"]})
                failed |= row
        if not failed:
            texts = [message["message"] for message in messages] or [self.env._("Not loaded")]
            rows = self.env["crm.dedup.import.row"].union(*spans)
            rows.write({"result": "failed", "message": texts[0]})
        return failed

    def _link_card(self, row):
        """Link the new card with the card of the other kind that it is the same as."""
        env = self._as_importer().env
        new = env[self.model].browse(row.res_id)
        other = env[row.match_model].browse(row.match_id)
        lead, partner = (new, other) if self.model == "crm.lead" else (other, new)
        if lead._name != "crm.lead" or partner._name != "res.partner":
            return
        env["crm.dedup.engine"].link(lead, partner)
        row.result = "linked"

    # ------------------------------------------------------------------
    # Cards that were there
    # ------------------------------------------------------------------

    def _update_cards(self, rows, action):
        """Write the values of rows on their cards: many cards at once, one row a card."""
        cards = self._cards_of(rows)
        writable = self._loader().union(*cards.values())._filtered_access("write")
        while rows:
            turn = {}
            for row in rows:
                turn.setdefault(cards[row].id or -row.id, row)
            now = rows.browse([row.id for row in turn.values()])
            free = now.filtered(lambda row: cards[row] in writable)
            for batch in (free, *(now - free)):
                if batch:
                    self._guarded(batch, lambda rows: self._update_each(rows, cards, action))
            rows -= now

    def _cards_of(self, rows):
        """``{row: the card found, or the one that an earlier row became, if it is there}``."""
        model = self._as_importer().env[self.model]
        earlier = self.env["crm.dedup.import.row"].search(
            [("import_id", "=", self.id), ("number", "in", rows.mapped("same_as_row"))]
        )
        became = {row.number: row.res_id for row in earlier}
        found = {
            row: became.get(row.same_as_row)
            if row.same_as_row
            else row.match_model == self.model and row.match_id
            for row in rows
        }
        there = set(model.browse(filter(None, found.values())).exists()._ids)
        return {row: model.browse(card if card in there else ()) for row, card in found.items()}

    def _update_each(self, rows, cards, action):
        """Write on the card of each row what the action lets, and keep what would be lost."""
        facts, changed = {}, set()
        for row in rows:
            card = cards[row]
            if not card:
                raise UserError(self.env._("The card is gone. Choose another action for this row."))
            card.check_access("write")
            vals = self._values_to_write(card, row.vals or {}, action)
            facts[card.id] = self._further(card, row.vals or {}, vals)
            if vals:
                card.write(vals)
                changed.add(card.id)
        learnt = self.env["crm.identifier"]._learn(self.model, facts)
        changed.update(learnt[self.env[self.model]._identifier_link].ids)
        for row in rows:
            card = cards[row].id
            row.write({"result": "updated" if card in changed else "unchanged", "res_id": card})

    def _values_to_write(self, card, values, action):
        """The part of the values that changes the card."""
        replaced = set(self.column_ids.filtered("is_overwritten").mapped("path"))
        wanted = {}
        for name, value in values.items():
            field = card._fields.get(name)
            if field is None or value in (False, None, "") or field.type == "one2many":
                continue
            if card[name] and (action == "update_empty" or name not in replaced):
                continue
            if field.convert_to_cache(value, card) != field.convert_to_cache(card[name], card):
                wanted[name] = value
        return wanted

    def _further(self, card, values, written):
        """``[(kind, text)]`` that would be lost: the file's where the card keeps its own, or the
        card's where the file's takes its place.
        """
        lost = []
        for name, kind in FURTHER.items():
            if name in card._fields and values.get(name) and card[name]:
                lost.append((kind, card[name] if name in written else values[name]))
        return lost
