# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.crm_telephony_bridge.models.telephony_caller import MAX_OWNERS

PARTNER = """
    (SELECT 'res.partner', p.id, i.key, p.id, TRUE
       FROM crm_identifier i JOIN res_partner p ON p.id = i.partner_id
      WHERE i.tail = wanted.tail AND i.origin <> 'card' AND p.active
        AND (p.company_id IS NULL OR p.company_id = %(company)s) LIMIT %(limit)s)
"""
LEAD = """
    (SELECT 'crm.lead', l.id, i.key, l.partner_id, l.active AND l.won_status = 'pending'
       FROM crm_identifier i JOIN crm_lead l ON l.id = i.lead_id
      WHERE i.tail = wanted.tail AND i.origin <> 'card'
        AND (l.active OR l.won_status = 'lost') AND l.merged_into_id IS NULL
        AND (l.company_id IS NULL OR l.company_id = %(company)s) LIMIT %(limit)s)
"""
NOT_MERGED = """
    (SELECT card.* FROM %s AS card (model, id, number, partner_id, is_open)
      WHERE NOT EXISTS (SELECT FROM crm_lead merged
                         WHERE merged.id = card.id AND card.model = 'crm.lead'
                           AND merged.merged_into_id IS NOT NULL))
"""


class TelephonyCaller(models.AbstractModel):
    """Callers are recognised by what requests taught us; merged cards stand for nobody."""

    _inherit = "telephony.caller"

    @api.model
    def _owner_branches(self, company_id):
        """Add the phones learnt from requests or typed beside the card's own."""
        told = {"company": company_id, "limit": MAX_OWNERS}
        branches = [SQL(NOT_MERGED, branch) for branch in super()._owner_branches(company_id)]
        return [*branches, SQL(PARTNER, **told), SQL(LEAD, **told)]

    @api.model
    def _flush_cards(self):
        result = super()._flush_cards()
        self.env["crm.identifier"].flush_model(["tail", "key", "origin", "lead_id", "partner_id"])
        self.env["crm.lead"].flush_model(["merged_into_id"])
        return result
