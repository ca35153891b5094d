# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrder(models.Model):
    """Orders of closed periods that are changed, cancelled or deleted."""

    _name = "sale.order"
    _inherit = ["sale.order", "crm.kpi.fact.mixin"]

    _kpi_moment = "date_order"
    _kpi_watched = frozenset(
        {"company_id", "currency_id", "date_order", "source_id", "state", "team_id", "user_id"}
    )

    def _kpi_is_fact(self):
        """Quotations are no facts; an order that was cancelled is missing where it was one."""
        return super()._kpi_is_fact() and self.state == "sale"
