# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class IrHttp(models.AbstractModel):
    """Tells the browser whether its user has a phone."""

    _inherit = "ir.http"

    def session_info(self):
        """Extended: ``telephony`` for people of sales."""
        info = super().session_info()
        user = self.env.user
        if user.has_group("sales_team.group_sale_salesman"):
            info["telephony"] = {
                "can_dial": bool(user._telephony_phone()),
                "unfinished": self.env["telephony.call"]._count_unfinished(),
            }
        return info
