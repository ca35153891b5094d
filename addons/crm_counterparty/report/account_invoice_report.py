# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL


class AccountInvoiceReport(models.Model):
    """Invoiced sales by client; the counterparty is core's commercial partner."""

    _inherit = "account.invoice.report"

    client_id = fields.Many2one("res.partner", readonly=True)

    _depends = {"account.move": ["client_id", "commercial_partner_id"]}

    def _select(self):
        return SQL(
            """%s,
                CASE WHEN move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                     THEN COALESCE(move.client_id, move.commercial_partner_id)
                END AS client_id""",
            super()._select(),
        )
