# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _identifier_sources(self):
        """Recognise the card by its further phone numbers, too."""
        further = self.sudo().telephony_number_ids
        return super()._identifier_sources() + [("phone", one.number) for one in further]
