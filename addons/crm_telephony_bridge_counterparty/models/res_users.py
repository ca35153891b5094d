# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Which calls a user sees, as far as their clients are hidden."""

    _inherit = "res.users"

    @api.private
    def _visible_call_domain(self):
        """No calls with hidden clients, unless they rang at the user's own phone."""
        if self._sees_all_clients():
            return Domain.TRUE
        mine = Domain("user_id", "=", self.id) | Domain("leg_ids.user_id", "=", self.id)
        return mine | Domain.AND(
            Domain(path, "=", False) | self._visible_partner_domain(path)
            for path in ("client_id", "partner_id")
        )
