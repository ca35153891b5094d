# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class AccountPartialReconcile(models.Model):
    """A payment that is matched, or no longer, changes what is overdue."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        """The customer may leave the stop-list."""
        partials = super().create(vals_list)
        partials._check_credit_soon()
        return partials

    def unlink(self):
        """The customer owes again."""
        lines = self.sudo().debit_move_id | self.sudo().credit_move_id
        result = super().unlink()
        lines.exists()._check_credit_soon()
        return result

    def _check_credit_soon(self):
        partials = self.sudo()
        (partials.debit_move_id | partials.credit_move_id)._check_credit_soon()
