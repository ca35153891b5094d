# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _merge_move(self, others):
        """Letters move with all that refers to the cards; nobody is asked twice by them.

        What is written here is on the merge's record too, so undoing it lets both wait again.
        """
        result = super()._merge_move(others)
        letters = self.env["crm.farewell.invitation"].sudo()
        letters.search([("lead_id", "=", self.id)])._drop_repeated()
        letters.flush_model()
        return result
