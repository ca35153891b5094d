# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """Whether a company prints requisites on its documents."""

    _inherit = "res.company"

    requisite_printing = fields.Selection(
        [
            ("used", "Of contacts that have requisites of their own"),
            ("always", "Of all contacts, also those with a tax or company number only"),
            ("never", "Of nobody"),
        ],
        "Print Requisites",
        required=True,
        default="used",
        help="On quotations and invoices: the customer's and the company's own.",
    )
