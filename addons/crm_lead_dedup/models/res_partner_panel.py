# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResPartner(models.Model):
    """A customer in the panel of likely duplicates."""

    _inherit = "res.partner"

    def _dedup_kind(self):
        if not self.active:
            return "archived"
        return "contact" if self.parent_id else "customer"

    def _dedup_may_work_at(self, other):
        return (
            other._name == self._name
            and other.sudo().is_company
            and not self.is_company
            and not self.parent_id
        )
