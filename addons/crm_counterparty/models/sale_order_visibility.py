# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .ir_rule_visibility import with_hidden_clients, without_hidden_clients


class SaleOrder(models.Model):
    """An order of mine for a client whom I do not see is invoiced like any other."""

    _inherit = "sale.order"

    def _prepare_invoice(self):
        return super(SaleOrder, with_hidden_clients(self))._prepare_invoice()

    def _create_invoices(self, grouped=False, final=False, date=None):
        invoices = super(SaleOrder, with_hidden_clients(self))._create_invoices(
            grouped=grouped, final=final, date=date
        )
        return without_hidden_clients(invoices)
