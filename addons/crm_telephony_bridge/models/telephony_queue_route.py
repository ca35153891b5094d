# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class TelephonyQueue(models.Model):
    """The routing rules that are kept in memory name the numbers of lines."""

    _inherit = "telephony.queue"

    def write(self, vals):
        """Extended: the rules in memory are no longer those of the database."""
        if "number" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """Extended: the rules in memory are no longer those of the database."""
        self.env.registry.clear_cache()
        return super().unlink()
