# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


class IrModelFields(models.Model):
    _inherit = "ir.model.fields"

    def unlink(self):
        """A field that goes takes the comparisons along that read it."""
        if self.env.context.get(MODULE_UNINSTALL_FLAG):
            # The table of the comparisons may be going itself; their foreign keys see to it.
            return super().unlink()
        rules = (
            self.env["crm.dedup.rule"]
            .sudo()
            .with_context(active_test=False)
            .search(["|", ("lead_field_id", "in", self.ids), ("partner_field_id", "in", self.ids)])
        )
        rules.filtered(lambda rule: not rule.is_shipped).unlink()
        return super().unlink()
