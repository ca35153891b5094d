# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def _kpi_base_domain(self):
        """Which records of this model may count in any figure at all.

        Extend it to keep records out of every figure, of the lists behind them and of the funnel:
        those merged into others, for example.

        :rtype: Domain
        """
        return Domain.TRUE
