# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..tools import bands as scale
from ..tools.exact import exact
from .crm_kpi_band_set import LIMITS, WHOLE

ENDS = LIMITS | {"low_included", "high_included", "set_id"}


class CrmKpiBand(models.Model):
    """A band that changes alone changes its scale."""

    _inherit = "crm.kpi.band"

    def _kpi_band(self):
        """Return this band as a plain value whose key is the record."""
        self.ensure_one()
        return scale.Band(
            exact(self.low) if self.has_low else None,
            exact(self.high) if self.has_high else None,
            self.low_included,
            self.high_included,
            self,
        )

    def _kpi_label(self):
        """Return how a band is called in a drawing."""
        self.ensure_one()
        return f"{self.sign or ''} {self.name}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        """Check the scales, unless that is done for all of their bands."""
        bands = super().create(vals_list)
        bands._kpi_check(bands.set_id)
        return bands

    def write(self, vals):
        """Check the scales, unless that is done for all of their bands."""
        before = self.set_id
        done = super().write(vals)
        if ENDS & vals.keys():
            self._kpi_check(before | self.set_id)
        return done

    def unlink(self):
        """Check the scales, unless that is done for all of their bands."""
        sets = self.set_id
        done = super().unlink()
        if not self.env.context.get(MODULE_UNINSTALL_FLAG):
            self._kpi_check(sets)
        return done

    def _kpi_check(self, sets):
        """Check scales whose bands were changed one by one.

        Files of data bring them one by one, too: they ask for ``_check_bands`` at their end.
        """
        if self.env.context.get("kpi_bands") is WHOLE or not self.env.registry.ready:
            return
        sets = sets.exists()
        sets._check_bands()
        sets.sudo()._kpi_changed()
