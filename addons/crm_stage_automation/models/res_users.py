# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from zoneinfo import ZoneInfo

from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _activity_zone(self):
        """Return the time zone in which this person's days begin.

        It is that of the company's working hours for somebody without one, and for nobody.
        """
        # Salespeople may see neither another's settings nor the calendar of his company.
        user = self.sudo()
        company = user.company_id or self.env.company
        return ZoneInfo(user.tz) if user.tz else company._working_zone()
