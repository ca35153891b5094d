# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_letter_cap = fields.Integer(
        "Letters and SMS per Customer and Day",
        default=3,
        help="How many a customer gets at most on a day of what goes out by itself: from playbooks, "
        "answers to requests, reminders of debts; 0: any number.",
    )

    _customer_letter_cap_not_negative = models.Constraint(
        "CHECK (customer_letter_cap >= 0)", "The number of letters cannot be negative."
    )
