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
        company = user.company_id or self.env.company.sudo()
        return ZoneInfo(user.tz or company.resource_calendar_id.tz or "UTC")
