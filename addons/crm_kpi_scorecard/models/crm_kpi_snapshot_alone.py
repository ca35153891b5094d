# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

# A number of our own among all advisory locks of the database.
LOCKS = 0x4B50


class CrmKpiSnapshot(models.Model):
    """Figures of a company are stored by one process at a time."""

    _inherit = "crm.kpi.snapshot"

    def _kpi_alone(self, company):
        """Whether nobody else stores figures of a company; then nobody does until the commit.

        Who comes second would not see what the first one writes, and be stopped by the database
        when he writes the same: asked as the first thing in a transaction, he leaves it to him.
        """
        [[alone]] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCKS, company.id)
        )
        return alone

    def _kpi_later(self):
        """Have the scheduled action that is running run again soon."""
        cron = self.env["ir.cron"].sudo().browse(self.env.context.get("cron_id"))
        if cron:
            cron._trigger(fields.Datetime.now() + timedelta(minutes=1))
