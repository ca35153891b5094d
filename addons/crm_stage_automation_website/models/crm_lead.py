# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def website_form_input_filter(self, request, values):
        """Leave it to the team's way of assignment who gets the lead, not to core: its leader."""
        is_given = values.get("user_id") or request.website.crm_default_user_id
        values = super().website_form_input_filter(request, values)
        if not is_given and values.get("team_id") in self.env["crm.assignment.scheme"]._by_team():
            values["user_id"] = False
        return values
