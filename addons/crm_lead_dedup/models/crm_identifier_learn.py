# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmIdentifier(models.Model):
    """Further phones, e-mails and numbers of a card, beside those in its fields."""

    _inherit = "crm.identifier"

    @api.model
    def _learn(self, card_model, facts, origin="manual"):
        """Keep what a card does not know yet, in two queries whatever the number of cards.

        :param card_model: ``crm.lead`` or ``res.partner``
        :param facts: ``{card id: [(kind, text), …]}``, kinds as of this model; several phones or
            addresses in one text are taken one by one by the caller
        :param origin: ``manual`` for a person's decision, ``request`` for what came with one
        :return: the new rows
        """
        cards = self.env[card_model].sudo().browse(facts)
        regions = cards._identifier_regions()
        link = cards._identifier_link
        known = {
            (row[link].id, row.kind, row.key or row.value)
            for row in self.sudo().search([(link, "in", cards.ids)])
        }
        values = []
        for card_id, texts in facts.items():
            for kind, text in texts:
                if not (text or "").strip():
                    continue
                row = self._identifier_values(kind, text.strip(), regions[card_id])
                fact = (card_id, kind, row["key"] or row["value"])
                if fact not in known:
                    known.add(fact)
                    values.append({**row, "origin": origin, link: card_id})
        return self.sudo().create(values) if values else self.browse()
