# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models


class CrmFarewellInvitation(models.Model):
    """A customer gets no more letters by itself on a day than the company allows, of all kinds."""

    _inherit = "crm.farewell.invitation"

    capped_on = fields.Date(
        readonly=True, copy=False, help="The day on which this counts among automatic letters."
    )

    def _farewell_put_off(self):
        """Count what is to be sent today; what is one too many is tried at this time tomorrow.

        What did not leave, and is tried again on the same day, is counted already.
        """
        waiting = super()._farewell_put_off()
        now = fields.Datetime.now()
        going = self.filtered(lambda one: one not in waiting)
        for company, letters in going.grouped("company_id").items():
            over = letters._count_in_cap(company or self.env.company, now)
            waiting |= dict.fromkeys(over, ("daily_cap", now + timedelta(days=1)))
        return waiting

    def _count_in_cap(self, company, now):
        """Count these letters of a company, and return those that are too many today."""
        day = company._working_date(now)
        new = self.filtered(lambda one: one.capped_on != day)
        targets = {one: {one._target(one.channel)} for one in new}
        over = self.env["crm.customer.letter"].sudo()._count(targets, company)
        new.filtered(lambda one: one not in over).capped_on = day
        return over
