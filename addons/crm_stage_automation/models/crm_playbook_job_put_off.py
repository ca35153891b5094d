# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .crm_customer_letter import PUT_OFF_MOST


class CrmPlaybookJob(models.Model):
    """Letters for which a customer has no room today."""

    _inherit = "crm.playbook.job"

    put_off = fields.Integer(
        readonly=True, help="How often the customer had enough letters for a day."
    )

    def _outcome_of_refused(self, record, reason, hours):
        """Return what becomes of a letter that must not be sent now.

        :param hours: ``WorkingHours`` of the batch.
        """
        self.ensure_one()
        if reason != "daily_cap" or self.put_off >= PUT_OFF_MOST:
            return {"state": "skipped", "reason": reason}
        company = self.company_id or self.env.company
        team = record.sudo().team_id if "team_id" in record._fields else None
        due = self.env["crm.customer.letter"]._next_chance(company, team, hours)
        return {"state": "pending", "reason": reason, "put_off": self.put_off + 1, "due": due}
