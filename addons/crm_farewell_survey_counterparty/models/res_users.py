# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Which feedback a user sees, as far as its clients are hidden."""

    _inherit = "res.users"

    @api.private
    def _visible_feedback_domain(self):
        """No feedback of hidden clients or of their people, unless it is about one's own deal."""
        if self._sees_all_clients():
            return Domain.TRUE
        return Domain("user_id", "=", self.id) | Domain.AND(
            Domain(path, "=", False) | self._visible_partner_domain(path)
            for path in ("client_id", "partner_id")
        )
