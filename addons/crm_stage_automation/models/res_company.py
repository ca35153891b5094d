# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_letter_cap = fields.Integer(
        "Letters and SMS per Customer and Day",
        default=3,
        help="How many a customer gets at most on a day of what goes out by itself: from "
        "playbooks, answers to requests, reminders of debts; 0: any number.",
    )

    _customer_letter_cap_not_negative = models.Constraint(
        "CHECK (customer_letter_cap >= 0)", "The number of letters cannot be negative."
    )

    def _working_zone(self):
        """Return the time zone of the company's working hours, in which its days begin."""
        # Salespeople may not see the calendar of another company.
        return ZoneInfo(self.sudo().resource_calendar_id.tz or "UTC")

    def _working_date(self, moment):
        """Return the day at the company.

        :param moment: UTC, without a zone.
        """
        return moment.replace(tzinfo=UTC).astimezone(self._working_zone()).date()
