# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmIdentifier(models.Model):
    """Further phones and e-mails are compared too: with them the profile of the card changes."""

    _inherit = "crm.identifier"

    @api.model_create_multi
    def create(self, vals_list):
        """A further phone or e-mail joins what the card is compared by."""
        rows = super().create(vals_list)
        rows._dedup_refresh_cards()
        return rows

    def write(self, vals):
        """A corrected or moved row changes the profiles of the cards before and after."""
        if {"value", "kind", "lead_id", "partner_id"}.isdisjoint(vals):
            return super().write(vals)
        leads, partners = self.sudo().lead_id, self.sudo().partner_id
        result = super().write(vals)
        self._dedup_refresh_cards(leads, partners)
        return result

    def unlink(self):
        """What a card is no longer known by, it is no longer compared by."""
        further = self.sudo().filtered(lambda row: row.origin != "card")
        leads, partners = further.lead_id, further.partner_id
        result = super().unlink()
        leads.exists()._dedup_refresh()
        partners.exists()._dedup_refresh()
        return result

    def _dedup_refresh_cards(self, leads=None, partners=None):
        """Renew the profiles of the cards of these rows; those of fields follow their fields."""
        further = self.sudo().filtered(lambda row: row.origin != "card")
        if further:
            (further.lead_id | (leads or further.lead_id))._dedup_refresh()
            (further.partner_id | (partners or further.partner_id))._dedup_refresh()
