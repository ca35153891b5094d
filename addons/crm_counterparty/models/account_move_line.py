# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

COUNTED = {"partner_id", "account_id", "debit", "credit", "balance", "amount_currency", "move_id"}


class AccountMoveLine(models.Model):
    """Lines of posted entries that change by themselves mark their partners."""

    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        """A line of a posted entry counts at once."""
        lines = super().create(vals_list)
        lines._mark_figures()
        return lines

    def write(self, vals):
        """What a line counted on before, and counts on now, is marked."""
        if COUNTED.isdisjoint(vals):
            return super().write(vals)
        self._mark_figures()
        result = super().write(vals)
        self._mark_figures()
        return result

    def unlink(self):
        """Whoever counted a line is marked."""
        self._mark_figures()
        return super().unlink()

    def _mark_figures(self):
        posted = self.sudo().filtered(lambda line: line.move_id.state == "posted")
        if posted:
            self.env["crm.party.figure.dirty"]._mark(posted.partner_id | posted.move_id.client_id)
