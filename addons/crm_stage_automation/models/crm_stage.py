# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmStage(models.Model):
    _inherit = "crm.stage"

    def write(self, vals):
        """Calling a stage won closes all that is in it: nobody won those deals just now."""
        if "is_won" not in vals:
            return super().write(vals)
        with self.env["crm.playbook.rule"]._unnoticed():
            return super().write(vals)
