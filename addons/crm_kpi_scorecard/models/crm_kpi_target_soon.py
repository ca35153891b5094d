# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmKpiTarget(models.Model):
    """Figures follow their targets soon."""

    _inherit = "crm.kpi.target"

    @api.model_create_multi
    def create(self, vals_list):
        """Have the open periods judged by the new targets."""
        targets = super().create(vals_list)
        self.env["crm.kpi.snapshot"]._kpi_soon()
        return targets

    def write(self, vals):
        """Have the open periods judged by the changed targets."""
        done = super().write(vals)
        self.env["crm.kpi.snapshot"]._kpi_soon()
        return done

    def unlink(self):
        """Have the open periods judged without these targets."""
        done = super().unlink()
        self.env["crm.kpi.snapshot"]._kpi_soon()
        return done
