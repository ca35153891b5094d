# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.delays import Delay
from .halving import in_halves
from .working_time import WorkingHours

_logger = logging.getLogger(__name__)

BATCH = 100


class CrmAssignmentScheme(models.Model):
    """A lead whose first call is not made goes to somebody else."""

    _inherit = "crm.assignment.scheme"

    take_back_after = fields.Integer(
        string="Take Back After (minutes)",
        help="A lead whose first call is overdue by so many minutes of the team's working time is "
        "given to somebody else, who has as many minutes to call. Who has not called does not get "
        "it again. 0: leads are not taken back.",
    )
    take_back_type_id = fields.Many2one(
        "mail.activity.type",
        string="First Call",
        default=lambda self: self.env.ref("mail.mail_activity_data_call", False),
        domain=[("res_model", "in", [False, "crm.lead"])],
        help="Activities of this type count as calls.",
    )

    _take_back_not_negative = models.Constraint(
        "CHECK(take_back_after >= 0)", "Minutes are not negative."
    )

    @api.model
    def _cron_take_back(self):
        """Take back the leads whose first call is overdue for too long."""
        cron = self.env["ir.cron"]
        for scheme in self.search([("method", "!=", "core"), ("take_back_after", ">", 0)]):
            try:
                leads = scheme._overdue_leads().try_lock_for_update(allow_referencing=True)
                scheme._take_back(leads)
            except OperationalError:
                # Somebody changed a lead of the batch meanwhile: the next run does it.
                self.env.cr.rollback()
                continue
            if not cron._commit_progress(len(leads)):
                return

    def _overdue_leads(self):
        """Return the open leads whose first call to be made by its person is overdue for too long.

        The team's hours count: a call does not become less overdue while its person is ill.
        """
        # Plain minutes are never more than minutes of working time: the list is short.
        for name in ("crm.lead", "mail.activity"):
            self.env[name].flush_model()
        rows = self.env.execute_query(self._overdue_query())
        hours, now = WorkingHours(self.env), self.env.cr.now()
        return self.env["crm.lead"].browse(
            {lead for lead, moment in rows if self._call_by(moment, hours) <= now}
        )

    def _overdue_query(self):
        """Return what finds such leads by the clock, each with the deadline of its call."""
        return SQL(
            """
            SELECT lead.id, call.deadline_at
              FROM mail_activity call JOIN crm_lead lead ON lead.id = call.res_id
             WHERE call.res_model = 'crm.lead' AND call.active
               AND call.activity_type_id = %(kind)s
               AND call.deadline_at <= %(now)s::timestamp - %(minutes)s * interval '1 minute'
               AND call.deadline_at >= lead.date_open
               AND call.user_id = lead.user_id
               AND lead.team_id = %(team)s AND lead.active AND lead.won_status = 'pending'
               AND NOT EXISTS (
                   SELECT FROM mail_activity made
                    WHERE made.res_model = 'crm.lead' AND made.res_id = lead.id
                      AND made.activity_type_id = %(kind)s AND NOT made.active
                      AND made.user_id = lead.user_id)
             ORDER BY call.deadline_at LIMIT %(limit)s
            """,
            kind=self.take_back_type_id.id,
            now=self.env.cr.now(),
            minutes=self.take_back_after,
            team=self.team_id.id,
            limit=BATCH,
        )

    def _call_by(self, moment, hours):
        """Return the moment by which a call is to be made that could be begun at this one."""
        delay = Delay(self.take_back_after, "minutes", is_working=True)
        try:
            return hours.due(moment, delay, self._assignment_company(), self.team_id)
        except UserError:  # hours by which nobody can tell: by the clock
            return hours.due(
                moment,
                Delay(self.take_back_after, "minutes"),
                self._assignment_company(),
                self.team_id,
            )

    def _take_back(self, leads):
        """Let the leads wait for somebody else; who did not call is told once."""
        for user, batch in leads.grouped("user_id").items():
            in_halves(batch, self._take_from_person, self._cannot_be_taken_back)
            if taken := batch.filtered(lambda lead, of=user: lead.user_id != of):
                self._tell(user, taken, self._taken_back_text(taken))

    def _take_from_person(self, leads):
        """Take the leads from the one person who has them."""
        user = leads.user_id
        leads.write({"user_id": False, "assignment_passed_ids": [fields.Command.link(user.id)]})
        note = self.env._("Taken back from %(person)s: nobody called in time.", person=user.name)
        leads._message_log_batch(bodies=dict.fromkeys(leads.ids, note))

    def _cannot_be_taken_back(self, lead, error):
        _logger.error("Lead %s cannot be taken back", lead.id, exc_info=error)

    def _taken_back_text(self, leads):
        count = len(leads)
        return lambda env: env._("%(count)s leads were given to others: no call", count=count)
