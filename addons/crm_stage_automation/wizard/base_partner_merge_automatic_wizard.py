# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Customers on the stop-list that become one are on it once."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Core does not see the unique index and would fail: of each company one row stays."""
        stops = self.env["crm.credit.stop"].sudo()
        stops._settle_merge(src_partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        if self.env["crm.credit.policy"]._by_company():
            self.env["crm.credit.policy"].sudo()._check_soon()
        return result
