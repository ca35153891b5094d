# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class AccountMove(models.Model):
    """A payment or a credit note takes its customer off the stop-list soon, not only at night."""

    _inherit = "account.move"

    def write(self, vals):
        """What is posted, or no longer, changes what is owed."""
        result = super().write(vals)
        if "state" in vals:
            self.sudo().line_ids._check_credit_soon()
        return result
