# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of the requisites."""

    _inherit = "res.config.settings"

    requisite_printing = fields.Selection(
        related="company_id.requisite_printing", readonly=False, required=True
    )
