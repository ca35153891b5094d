# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmCreditPolicy(models.Model):
    """Whether a client is stopped by the debts of the legal entities that pay for him."""

    _inherit = "crm.credit.policy"

    stops_client = fields.Boolean(
        "The Whole Client",
        default=True,
        help="Debts of one counterparty stop all orders of its client, also those that another"
        " counterparty is to pay. Without this only orders that the debtor pays are stopped.",
    )
