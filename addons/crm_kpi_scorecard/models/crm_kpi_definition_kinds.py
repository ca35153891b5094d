# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models, tools

from .crm_kpi_definition import PER_KIND


class CrmKpiDefinition(models.Model):
    """Which kinds of periods are told at all: asked when deals are written, so remembered."""

    _inherit = "crm.kpi.definition"

    @api.model
    @tools.ormcache()
    def _kpi_kinds(self):
        """Return the kinds of periods that some KPI is computed for."""
        definitions = self.sudo().with_context(active_test=True)
        return tuple(
            name.removeprefix("per_")
            for name in PER_KIND
            if definitions.search_count([(name, "=", True)], limit=1)
        )

    @api.model_create_multi
    def create(self, vals_list):
        """A new KPI may be the first of its kind of period."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """So may one that is changed."""
        if {"active", *PER_KIND} & vals.keys():
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """The last of a kind may go."""
        self.env.registry.clear_cache()
        return super().unlink()
