# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class AccountPartialReconcile(models.Model):
    """A payment of an invoice, and its undoing, change what is owed."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        """Both sides owe less."""
        partials = super().create(vals_list)
        partials._mark_figures()
        return partials

    def unlink(self):
        """Both sides owe again."""
        self._mark_figures()
        return super().unlink()

    def _mark_figures(self):
        lines = self.sudo().debit_move_id | self.sudo().credit_move_id
        self.env["crm.party.figure.dirty"]._mark(lines.partner_id | lines.move_id.client_id)
