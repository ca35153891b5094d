# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    """Of deals that are merged, the letters and answers stay together with what remains."""

    _inherit = "crm.lead"

    def _merge_dependences(self, opportunities):
        """Move the letters; each keeps the key of the deal that it was about."""
        res = super()._merge_dependences(opportunities)
        opportunities.sudo().farewell_invitation_ids.write({"lead_id": self.id})
        self.sudo().farewell_invitation_ids._drop_repeated()
        return res

    def _merge_get_fields_specific(self):
        """Nobody who was put off is forgotten, and a deal was won back when it was first."""
        return super()._merge_get_fields_specific() | {
            "deferred_until": lambda name, leads: min(
                leads.filtered(name).mapped(name), default=False
            ),
            "win_back_date": lambda name, leads: min(
                leads.filtered(name).mapped(name), default=False
            ),
        }
