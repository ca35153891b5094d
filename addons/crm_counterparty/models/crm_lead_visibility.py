# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    """A deal of mine with a client whom I do not see."""

    _inherit = "crm.lead"

    def _get_partner_email_update(self, force_void=True):
        """Another address on the deal stays on the deal: a hidden client's card is not touched."""
        if self.partner_id._hidden_from_user():
            return False
        return super()._get_partner_email_update(force_void)

    def _get_partner_phone_update(self, force_void=True):
        """Another number on the deal stays on the deal: a hidden client's card is not touched."""
        if self.partner_id._hidden_from_user():
            return False
        return super()._get_partner_phone_update(force_void)
