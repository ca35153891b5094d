# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_letter_cap = fields.Integer(
        "Letters and SMS per Customer and Day",
        default=3,
        help="How many a customer gets from playbooks at most on a day; 0: any number.",
    )
