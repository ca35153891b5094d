# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    meeting_check_in = fields.Boolean(related="company_id.meeting_check_in", readonly=False)
    meeting_consent = fields.Text(related="company_id.meeting_consent", readonly=False)
    meeting_radius = fields.Integer(related="company_id.meeting_radius", readonly=False)
    meeting_keep_days = fields.Integer(related="company_id.meeting_keep_days", readonly=False)
