# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmDedupMatch(models.Model):
    _inherit = "crm.dedup.match"

    def action_explain(self):
        """How the probability of this pair comes about."""
        self.ensure_one()
        self.check_access("read")
        return self.env["crm.dedup.explain"]._open(list(self._cards()[self]))
