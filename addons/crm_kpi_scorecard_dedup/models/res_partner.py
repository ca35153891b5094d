# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _kpi_base_domain(self):
        """Merged customers count as what they became part of."""
        return super()._kpi_base_domain() & self._merged_domain()
