# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmDedupRule(models.Model):
    """Cards are read anew when the rules read them otherwise."""

    _inherit = "crm.dedup.rule"

    @api.model
    def _normalising_changed(self):
        result = super()._normalising_changed()
        cron = self.env.ref("crm_lead_dedup.ir_cron_dedup_profiles", raise_if_not_found=False)
        if cron:  # not yet there while the add-on is being installed
            cron.sudo()._trigger()
        return result
