# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    """A lead in the panel of likely duplicates."""

    _inherit = "crm.lead"

    def _dedup_kind(self):
        if self.won_status in ("won", "lost"):
            return self.won_status
        return self.type if self.active else "archived"
