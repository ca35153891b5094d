# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class TelephonyExtension(models.Model):
    """The routing rules that are kept in memory name its number and leave it out when archived."""

    _inherit = "telephony.extension"

    def write(self, vals):
        """Extended: the rules in memory are no longer those of the database."""
        if vals.keys() & {"number", "active"}:
            self.env.registry.clear_cache()
        return super().write(vals)
