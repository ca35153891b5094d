# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models
from odoo.tools import SQL, format_datetime

_logger = logging.getLogger(__name__)

# Steps told of in one transaction, and lines of one message.
BATCH = 2000
LINES = 50


class CrmPlaybookJob(models.Model):
    """Telling each person once a run: what he got, what he forgot, what others forgot.

    Who is to be told is stored with the step itself. So nobody is told of what was rolled back, and
    nobody twice, wherever a process is killed.
    """

    _inherit = "crm.playbook.job"

    tell_id = fields.Many2one("res.users", "Still to Be Told", ondelete="set null", readonly=True)
    _tell_idx = models.Index("(tell_id) WHERE tell_id IS NOT NULL")

    @api.model
    def _tell_all(self):
        """Tell everybody who is still to be told, in transactions of their own."""
        cron = self.env["ir.cron"]
        while jobs := self._claim(self._untold_query()):
            people = jobs.grouped("tell_id")
            if len(jobs) == BATCH and len(people) > 1:
                # The last one may have more: he is told of all of it by the next batch.
                jobs -= people.pop(jobs[-1].tell_id)
            for user, group in people.items():
                group._tell_safely(user, jobs)
            jobs.tell_id = False
            cron._commit_progress()

    def _untold_query(self):
        return SQL(
            "SELECT id FROM crm_playbook_job WHERE tell_id IS NOT NULL"
            " ORDER BY tell_id, id LIMIT %s FOR UPDATE SKIP LOCKED",
            BATCH,
        )

    def _tell_safely(self, user, together):
        """Tell one person; that it fails must not keep the others from being told.

        :param together: jobs with which these are read.
        """
        try:
            with self.env.cr.savepoint():
                self.with_prefetch(together._ids)._tell(user)
        except Exception as error:  # mail servers, templates, other add-ons
            _logger.info("%s could not be told of planned steps", user.login, exc_info=True)
            self.write({"error": str(error)})

    def _tell(self, user):
        """Send one message about all of these, in the language of the person."""
        jobs = self.with_context(lang=user.lang, tz=user._activity_zone().key)
        lines = jobs._lines()
        if not lines:
            return
        body = jobs.env["ir.qweb"]._render(
            "crm_stage_automation.message_told",
            {"lines": lines[:LINES], "more": len(lines[LINES:])},
            minimal_qcontext=True,
        )
        places = {(job.res_model, job.res_id) for job in jobs}
        about = jobs.env["mail.thread"]
        if len(places) == 1:
            about = jobs.env[jobs[:1].res_model].browse(jobs[:1].res_id)
        about.message_notify(
            partner_ids=user.partner_id.ids,
            subject=jobs._subject(lines),
            body=body,
            # A responsible user who has something to do himself is told too.
            author_id=self.env.ref("base.partner_root").id,
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _subject(self, lines):
        """Return a subject that tells a reminder from a first notice, and a forgotten thing."""
        reasons = {line["reason"] for line in lines}
        what = f"{lines[0]['what']}: {lines[0]['record']}"
        if len(lines) > 1:
            what = self.env._("%(count)s things to look at", count=len(lines))
        if reasons == {"escalated"}:
            return self.env._("Forgotten – %(what)s", what=what)
        if reasons == {"reminded"}:
            return self.env._("Reminder – %(what)s", what=what)
        return what

    def _lines(self):
        """Return what is to be said, in plain values; of what is over nothing."""
        # Read with those that the others of this run are told of.
        every = self.browse(self._prefetch_ids).grouped("res_model")
        records = {
            (model, record.id): record
            for model, jobs in self.grouped("res_model").items()
            for record in self.env[model]
            .browse(set(jobs.mapped("res_id")))
            .exists()
            .with_prefetch({*every[model].mapped("res_id")})
        }
        made = self.filtered(lambda job: job.made_model == "mail.activity")
        activities = self.env["mail.activity"].browse(set(made.mapped("made_id"))).exists()
        activities = activities.filtered("active").grouped("id")
        moments = {activity.deadline_at for activity in activities.values()} - {False}
        times = {at: format_datetime(self.env, at, dt_format="short") for at in moments}
        return [
            job._line(records[job.res_model, job.res_id], activities.get(job.made_id), times)
            for job in self
            if (job.res_model, job.res_id) in records
            and (job not in made or job.made_id in activities)
        ]

    def _line(self, record, activity, times):
        """Return one line: what is to be done for the record, until when and by whom.

        :param times: deadlines as the reader sees them.
        """
        return {
            "record": record.display_name,
            "url": f"/odoo/{record._name}/{record.id}",
            "what": self.step_id.name,
            "reason": self.reason or "",
            "note": self.step_id.note if self.step_id.kind == "notify" else False,
            "until": times.get(activity and activity.deadline_at),
            "owner": activity and activity.user_id.name,
        }
