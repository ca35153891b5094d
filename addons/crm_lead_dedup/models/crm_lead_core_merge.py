# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    """Core's merge of leads (``merge_opportunity``, conversion, assignment) goes on record."""

    _inherit = "crm.lead"

    def _merge_dependences(self, opportunities):
        """Core deletes the other leads after this; they are kept in the journal."""
        self.env["crm.dedup.merge"]._log_core(self, opportunities, "merge_opportunity")
        return super()._merge_dependences(opportunities)
