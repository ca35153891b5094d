# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmDedupMerge(models.Model):
    _inherit = "crm.dedup.merge"

    def _undo(self, restorer):
        """Customers that are two again: who is owed what, and who sees them, is found anew."""
        result = super()._undo(restorer)
        cards = self._survivor() | self._sources()
        if cards._name == "res.partner":
            self.env["crm.party.figure.dirty"].sudo()._mark(cards | cards.commercial_partner_id)
            cards._refresh_client_guards()
        return result
