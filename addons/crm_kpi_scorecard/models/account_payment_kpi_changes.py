# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class AccountPayment(models.Model):
    """Payments of closed periods that come late, are changed, cancelled or deleted."""

    _name = "account.payment"
    _inherit = ["account.payment", "crm.kpi.fact.mixin"]

    _kpi_moment = "date"
    _kpi_watched = frozenset({"amount", "currency_id", "date", "partner_id", "state"})

    def _kpi_is_fact(self):
        """A draft is no payment yet, a cancelled one none any more."""
        return super()._kpi_is_fact() and self.state in ("in_process", "paid")
