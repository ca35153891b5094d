# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResCountryGroup(models.Model):
    """Types of requisites may hold for a group of countries."""

    _inherit = "res.country.group"

    def write(self, vals):
        """A country that enters or leaves the group gets other types."""
        result = super().write(vals)
        if "country_ids" in vals:
            self.env.registry.clear_cache()
        return result
