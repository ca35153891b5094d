# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The zone, grace days and history of the company's figures."""

    _inherit = "res.config.settings"

    kpi_zone = fields.Selection(related="company_id.kpi_zone", readonly=False)
    kpi_grace_days = fields.Integer(related="company_id.kpi_grace_days", readonly=False)
    kpi_history_months = fields.Integer(related="company_id.kpi_history_months", readonly=False)
