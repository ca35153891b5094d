# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyProvider(models.Model):
    """How missed calls of a provider are called back."""

    _inherit = "telephony.provider"

    call_back_hours = fields.Float(
        string="Call Back within (hours)",
        default=1.0,
        help="Working hours of the person, or of the company, holidays left out.",
    )
    call_back_user_id = fields.Many2one(
        "res.users",
        string="Calls Back Otherwise",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="When nobody is in charge of the caller and neither the queue nor its team has a "
        "leader.",
    )
