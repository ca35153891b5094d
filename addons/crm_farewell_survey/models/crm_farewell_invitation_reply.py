# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmFarewellInvitation(models.Model):
    """Who answers the letter itself, by a mail, is heard as well."""

    _inherit = "crm.farewell.invitation"

    def message_post(self, **kwargs):
        """Put a mail that came in on the deal, where people read it; remind its writer no more."""
        if len(self) == 1 and kwargs.get("message_type") == "email":
            self.sudo().next_reminder_at = False
            if self.lead_id:
                message = self.lead_id.message_post(**kwargs)
                self._keep_notes(message)
                return message
        return super().message_post(**kwargs)
