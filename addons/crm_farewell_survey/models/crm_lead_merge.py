# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    """Of deals that are merged, the letters and answers stay together with what remains."""

    _inherit = "crm.lead"

    def _merge_dependences(self, opportunities):
        res = super()._merge_dependences(opportunities)
        opportunities.sudo().farewell_invitation_ids.write({"lead_id": self.id})
        return res
