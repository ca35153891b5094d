# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import suppress

from odoo import api, models
from odoo.exceptions import MissingError

from .crm_remembered_mixin import remembering


class CrmLead(models.Model):
    """What core reads one by one, or over and over, while leads are made is read once."""

    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        """Know the users, their cards and the company's before core asks for each by itself."""
        user_ids = dict.fromkeys(vals.get("user_id") or self.env.uid for vals in vals_list)
        users = self.env["res.users"].sudo().browse({self.env.uid: None, **user_ids})
        with suppress(MissingError):
            (users.partner_id | self.env.company.sudo().partner_id).mapped("name")
        with remembering(self.env):
            return super().create(vals_list)

    def _pls_get_naive_bayes_probabilities(self, batch_mode=False, is_tooltip=False):
        """Core looks for the first stage once for every team that ever won or lost."""
        with remembering(self.env):
            return super()._pls_get_naive_bayes_probabilities(
                batch_mode=batch_mode, is_tooltip=is_tooltip
            )
