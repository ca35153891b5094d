# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SaleReport(models.Model):
    """Sales by client, or by the legal entity on which they are made out."""

    _inherit = "sale.report"

    client_id = fields.Many2one("res.partner", readonly=True)
    counterparty_id = fields.Many2one("res.partner", readonly=True)

    def _select_additional_fields(self):
        return super()._select_additional_fields() | {
            "client_id": "COALESCE(s.client_id, partner.commercial_partner_id)",
            "counterparty_id": "payer.commercial_partner_id",
        }

    def _from_sale(self):
        return (
            f"{super()._from_sale()} LEFT JOIN res_partner payer ON payer.id = s.partner_invoice_id"
        )

    def _group_by_sale(self):
        return f"{super()._group_by_sale()}, s.client_id, payer.commercial_partner_id"
