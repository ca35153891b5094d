# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

OWNERS = """
    SELECT 'crm.lead', l.id, p.id, p.parent_id, p.commercial_partner_id
      FROM crm_lead l
     CROSS JOIN LATERAL (SELECT * FROM res_partner WHERE id = l.partner_id LIMIT 1) p
     WHERE l.id = ANY(%(leads)s)
 UNION ALL
    SELECT 'res.partner', id, id, parent_id, commercial_partner_id
      FROM res_partner WHERE id = ANY(%(partners)s)
"""


class CrmDedupEngine(models.AbstractModel):
    """Which pairs belong together already, so that they are never duplicates."""

    _inherit = "crm.dedup.engine"

    @api.model
    def _dedup_excluded_pairs(self, pairs):
        """The pairs that are never duplicates, whatever they look like. Hook.

        A lead and its own customer (or that customer's company), a contact and its parent.

        :param pairs: list of ``((model, id), (model, id))`` in either order
        :return: set of those to leave out
        """
        cards = {"crm.lead": set(), "res.partner": set()}
        for pair in pairs:
            mixed = pair[0][0] != pair[1][0]
            for model, card_id in pair:
                # Whose customer a lead is says nothing about two leads.
                if mixed == (model == "crm.lead"):
                    cards[model].add(card_id)
        owners = self._owners(cards)
        return {
            pair
            for pair in pairs
            if pair[1] in owners.get(pair[0], ()) or pair[0] in owners.get(pair[1], ())
        }

    @api.model
    def _owners(self, cards):
        """``{(model, id): customers that the card belongs to}``.

        :param cards: ids of each model
        """
        if not any(cards.values()):
            return {}
        rows = self.env.execute_query(
            SQL(OWNERS, leads=list(cards["crm.lead"]), partners=list(cards["res.partner"]))
        )
        return {
            (model, card_id): {("res.partner", owner) for owner in owners}
            for model, card_id, *owners in rows
        }
