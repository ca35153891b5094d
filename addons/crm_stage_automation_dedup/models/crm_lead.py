# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _merge_move(self, others):
        """Of the steps that wait for what is one deal now, none is done twice.

        The steps themselves are moved with all that refers to the other cards; what is written
        here is on the merge's record too, so that undoing it lets both wait again.
        """
        result = super()._merge_move(others)
        jobs = self.env["crm.playbook.job"].sudo()
        jobs._merge_records(self, others)
        jobs.flush_model()
        return result
