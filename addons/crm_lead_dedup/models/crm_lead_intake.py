# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def action_open_requests(self):
        """All requests of the card."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_lead_dedup.action_request")
        return {**action, "domain": [("lead_id", "=", self.id)], "context": {}}
