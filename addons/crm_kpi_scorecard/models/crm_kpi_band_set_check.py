# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools import bands as scale
from ..tools.exact import exact
from .crm_kpi_band_set import LIMITS, WHOLE


class CrmKpiBandSet(models.Model):
    """A scale has one place for each value."""

    _inherit = "crm.kpi.band.set"

    @api.model_create_multi
    def create(self, vals_list):
        """Bands are checked when all are there."""
        sets = super(CrmKpiBandSet, self.with_context(kpi_bands=WHOLE)).create(vals_list)
        self.env["crm.kpi.snapshot"]._kpi_soon()
        return sets.with_env(self.env)

    def write(self, vals):
        """Bands are checked when all are written; the editor is told that they changed."""
        done = super(CrmKpiBandSet, self.with_context(kpi_bands=WHOLE)).write(vals)
        if "version" not in vals and vals.keys() & (LIMITS | {"band_ids", "basis"}):
            self._kpi_changed()
        if "company_id" in vals:
            self.check_access("write")
        return done

    def _kpi_changed(self):
        """Tell an older copy in somebody's editor from what is stored now."""
        for version, sets in self.grouped("version").items():
            sets.write({"version": version + 1})
        self.env["crm.kpi.snapshot"]._kpi_soon()

    @api.constrains("band_ids", *LIMITS)
    def _check_bands(self):
        """Refuse gaps and overlaps, with a drawing of them. A scale without bands is only empty."""
        for each in self.filtered("band_ids"):
            bands = [band._kpi_band() for band in each.band_ids]
            low, high = each._kpi_range()
            if low is not None and high is not None and low >= high:
                raise ValidationError(
                    self.env._("The scale of “%(kpi)s” ends before it begins.", kpi=each._kpi_of())
                )
            if scale.faults(bands, low, high):
                raise ValidationError(
                    self.env._(
                        "Each value needs one band, and one only. The scale of “%(kpi)s” is:\n\n"
                        "%(drawing)s\n\nMove the limits, or say to which band a limit belongs.",
                        kpi=each._kpi_of(),
                        drawing=scale.draw(bands, low, high, lambda band: band.key._kpi_label()),
                    )
                )

    def _kpi_of(self):
        """Return the name of the KPI, without asking who reads it."""
        return self.sudo().definition_id.name

    def _kpi_range(self):
        """Return the declared range as exact numbers, None where it is open."""
        self.ensure_one()
        return (
            exact(self.low) if self.has_low else None,
            exact(self.high) if self.has_high else None,
        )
