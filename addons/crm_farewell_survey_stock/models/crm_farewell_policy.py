# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmFarewellPolicy(models.Model):
    """A deal is delivered when its goods are."""

    _inherit = "crm.farewell.policy"

    on_delivery = fields.Boolean(
        string="When All Is Delivered",
        help="A deal is delivered when all deliveries of all its orders are done.",
    )

    def _is_delivered(self, lead):
        """Goods are one sign, a stage the other."""
        if self.env.context.get("farewell_goods"):
            return self.on_delivery
        return bool(self.stage_id) and super()._is_delivered(lead)
