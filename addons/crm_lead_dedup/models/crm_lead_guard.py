# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmLead(models.Model):
    """Typed by people under the administrator's rules on duplicates."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.dedup.guarded.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        """Cards that people make are refused when a rule says so."""
        cards = super().create(vals_list)
        cards._dedup_guard_created()
        return cards

    def write(self, vals):
        """So are changes."""
        with self._dedup_guard_change(vals):
            return super().write(vals)
