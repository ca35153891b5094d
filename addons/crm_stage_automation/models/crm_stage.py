# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmStage(models.Model):
    _inherit = "crm.stage"

    is_deferred = fields.Boolean(
        "Deals Wait Here",
        help="Deals in this stage are put off on purpose: nobody asks what comes next for them.",
    )

    def write(self, vals):
        """Calling a stage won closes all that is in it: nobody won those deals just now."""
        if "is_won" not in vals:
            return super().write(vals)
        with self.env["crm.playbook.rule"]._unnoticed():
            return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_watched(self):
        """A stage that a rule waits for is not deleted under it."""
        self.env["crm.playbook.rule"]._release(self)
