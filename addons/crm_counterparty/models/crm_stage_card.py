# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmStage(models.Model):
    """A stage that goes away requires nothing any more."""

    _inherit = "crm.stage"

    def unlink(self):
        """Forget what the stage required, also in what is remembered of the rules."""
        lines = self.env["crm.card.rule.line"].sudo()
        lines.search([("required_stage_id", "in", self.ids)]).required_stage_id = False
        return super().unlink()
