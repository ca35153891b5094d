# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class TelephonyNumber(models.Model):
    """A further number is one the card is recognised by, whatever door a request comes through."""

    _inherit = "telephony.number"

    @api.model_create_multi
    def create(self, vals_list):
        """Let requests recognise the cards by it."""
        numbers = super().create(vals_list)
        numbers._renew_identifiers(numbers.partner_id, numbers.lead_id)
        return numbers

    def write(self, vals):
        """Let requests recognise the cards by what it is now."""
        if vals.keys().isdisjoint(("number", "partner_id", "lead_id")):
            return super().write(vals)
        partners, leads = self.partner_id, self.lead_id
        result = super().write(vals)
        self._renew_identifiers(partners | self.partner_id, leads | self.lead_id)
        return result

    def unlink(self):
        """Nobody is recognised by it any more."""
        partners, leads = self.partner_id, self.lead_id
        result = super().unlink()
        self._renew_identifiers(partners, leads)
        return result

    @api.model
    def _renew_identifiers(self, partners, leads):
        """Bring what requests are recognised by up to date with the numbers of these cards."""
        for cards in (partners, leads):
            if cards:
                cards.sudo()._identifiers_changed()
