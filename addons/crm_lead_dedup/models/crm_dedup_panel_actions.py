# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ..tools import emails, phones
from ..tools.recognition import Decision

# Under which name the intake knows what is typed into a lead.
REQUEST_VALUES = {
    "contact_name": "name",
    "partner_name": "company",
    "phone": "phone",
    "email_from": "email",
    "vat": "tax_number",
    "website": "website",
}


class CrmDedupPanel(models.AbstractModel):
    """What people decide in the panel."""

    _inherit = "crm.dedup.panel"

    # ------------------------------------------------------------------
    # Not the same
    # ------------------------------------------------------------------

    @api.model
    def not_same(self, model_name, card_id, other_model, other_id):
        """Remember that two saved cards are not the same; they are not proposed again."""
        card, other = self._pair(model_name, card_id, other_model, other_id)
        return self.env["crm.dedup.match"]._remember(card, other, "dismissed").id

    @api.model
    def undo_not_same(self, model_name, card_id, other_model, other_id):
        """Take that back."""
        card, other = self._pair(model_name, card_id, other_model, other_id)
        match = self.env["crm.dedup.match"]._of_pair(card, other)
        return match.filtered(lambda row: row.state == "dismissed").action_reset()

    @api.model
    def _pair(self, model_name, card_id, other_model, other_id):
        """Two cards, of which the user may change the first and read the second."""
        card = self._cards(model_name).browse(int(card_id)).exists()
        other = self._cards(other_model).browse(int(other_id)).exists()
        card.check_access("write")
        other.check_access("read")
        return card, other

    @api.model
    def _dismissed(self, cards):
        """``{card: [{"model", "id", "name"}, …]}`` of what was said is not the same, batched.

        Only cards that the reader may read, so that he can take it back.
        """
        link = cards._identifier_link
        Match = self.env["crm.dedup.match"]
        sides = Domain(f"left_{link}", "in", cards.ids) | Domain(f"right_{link}", "in", cards.ids)
        rows = Match.search_fetch(sides & Domain("state", "=", "dismissed"))
        pairs = [((row.left_model, row.left_id), (row.right_model, row.right_id)) for row in rows]
        names = {}
        for model in {side[0] for pair in pairs for side in pair}:
            ids = {side[1] for pair in pairs for side in pair if side[0] == model}
            readable = self.env[model].browse(sorted(ids))._filtered_access("read")
            names.update({(model, card.id): card.display_name for card in readable})
        found = {card: [] for card in cards}
        for pair in pairs:
            for one, other in (pair, pair[::-1]):
                card = cards.browse(one[1])
                if one[0] == cards._name and card in found and other in names:
                    found[card].append({"model": other[0], "id": other[1], "name": names[other]})
        return found

    # ------------------------------------------------------------------
    # Link and attach
    # ------------------------------------------------------------------

    @api.model
    def link(self, model_name, card_id, other_model, other_id):
        """Link a lead to a customer; the lead keeps its own phones and e-mails as further ones."""
        card, other = self._pair(model_name, card_id, other_model, other_id)
        lead, partner = (card, other) if card._name == "crm.lead" else (other, card)
        lead.check_access("write")
        self.env["crm.dedup.engine"].link(lead, partner)
        return True

    @api.model
    def attach(self, model_name, vals, card_id):
        """Put what was typed for a new card onto the one there is, instead of making a second.

        On a lead it becomes a request entered by hand, with all that belongs to it; on a
        customer its further phones and e-mails are kept, and a note says what was typed.

        :return: action that opens the card
        """
        card = self._cards(model_name).browse(int(card_id)).exists()
        card.check_access("write")
        typed = self._clean(card, vals)
        note = self._typed_note(card, {**vals, **typed})
        if card._name == "crm.lead":
            self._attach_request(card, typed, str(vals.get("name") or ""))
        else:
            self.env["crm.identifier"]._learn(card._name, {card.id: self._facts(card, typed)})
            self.env["crm.dedup.event"]._log("prevented", "manual", card)
        card.message_post(body=note, subtype_xmlid="mail.mt_note")
        return card.get_formview_action()

    @api.model
    def _facts(self, card, typed):
        """The phones, e-mails and numbers among typed values, as ``[(kind, text)]``."""
        email = typed.get("email") or typed.get("email_from") or ""
        facts = [("phone", piece) for piece in phones.split_phones(typed.get("phone") or "")]
        facts += [("email", piece) for piece in emails.split_addresses(email)]
        return [*facts, ("tax_number", typed.get("vat"))]

    @api.model
    def _attach_request(self, lead, typed, subject):
        """File what was typed as a request on a lead, as if somebody had asked again."""
        intake = self.env["crm.intake"].sudo()
        values = {REQUEST_VALUES[name]: typed[name] for name in REQUEST_VALUES if typed.get(name)}
        item = intake._prepare_item(
            {
                "channel": "manual",
                "company_id": (lead.company_id or self.env.company).id,
                "team_id": lead.team_id.id,
                "values": {**values, "message": subject} if subject else values,
            }
        )
        decision = Decision("attach", lead_id=lead.id, partner_id=lead.partner_id.id)
        item.follow(decision, 1)
        intake._store_leads([item])
        intake._store_requests([item])
        intake._store_identifiers([item])
        if item.user_id and item.user_id != self.env.uid:
            intake._plan_activities([item])
            intake._refresh_screens([item])

    @api.model
    def _typed_note(self, card, vals):
        """Everything that was typed, for the note on the card."""
        names = ["name", *sorted(card._dedup_watched_fields() - {"name"}), "description", "comment"]
        lines = []
        for name in names:
            field, value = card._fields.get(name), vals.get(name)
            if not field or field.relational or not isinstance(value, str) or not value.strip():
                continue
            label = field.get_description(self.env, ["string"])["string"]
            text = html2plaintext(value) if field.type == "html" else value
            lines.append(Markup("<li>%s: %s</li>") % (label, text))
        title = self.env._("Typed for a new card, added to this one:")
        return Markup("<p>%s</p><ul>%s</ul>") % (title, Markup().join(lines))
