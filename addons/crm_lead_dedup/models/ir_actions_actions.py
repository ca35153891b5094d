# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

# Core's merges delete what they merge; "Merge" of lists opens ours, which can be undone.
REPLACED = ("crm.action_merge_opportunities", "base.action_partner_merge")


class IrActionsActions(models.Model):
    """Core's merge actions are not offered in lists any more; they exist as before."""

    _inherit = "ir.actions.actions"

    def get_bindings(self, model_name):
        """Leave core's merges out of the action menus."""
        bindings = super().get_bindings(model_name)
        if model_name in ("crm.lead", "res.partner") and bindings.get("action"):
            data = self.env["ir.model.data"]
            hidden = {data._xmlid_to_res_id(name) for name in REPLACED}
            bindings["action"] = [a for a in bindings["action"] if a["id"] not in hidden]
        return bindings
