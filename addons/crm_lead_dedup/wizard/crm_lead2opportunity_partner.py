# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead2opportunityPartner(models.TransientModel):
    """Conversion leads to our merge instead of core's, which cannot be undone."""

    _inherit = "crm.lead2opportunity.partner"

    def action_dedup_merge(self):
        """Compare the lead with the opportunities it may double."""
        self.ensure_one()
        return (self.lead_id | self.duplicated_lead_ids).action_dedup_merge()
