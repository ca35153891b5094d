# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The draw of calls for review, in the settings of CRM."""

    _inherit = "res.config.settings"

    telephony_review_count = fields.Integer(
        related="company_id.telephony_review_count", readonly=False
    )
    telephony_review_seconds = fields.Integer(
        related="company_id.telephony_review_seconds", readonly=False
    )
