# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import math
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .crm_intake import CONFLICTS

_logger = logging.getLogger(__name__)

CRON = "crm_lead_dedup.ir_cron_dedup_job"
# When more of the base changed than this share, all of it is compared anew.
MOSTLY_NEW = 0.2
KEEP_DAYS = 7


class CrmDedupJob(models.Model):
    """A long work on the whole base, done by a cron in slices, each committed.

    waiting → running → done, cancelled or failed; a cancelled or failed one can go on where it
    stopped. ``progress_data`` says where it is; a killed cron takes it up from there.
    """

    _name = "crm.dedup.job"
    _description = "Scan for Duplicates"
    _order = "id desc"

    kind = fields.Selection(
        [("scan", "Whole base"), ("changes", "What changed")],
        default="scan",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
            ("failed", "Failed"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    phase = fields.Selection(
        [
            ("profiles", "Reading cards"),
            ("figures", "Counting names"),
            ("pairs", "Comparing"),
            ("changes", "Comparing what changed"),
            ("clusters", "Putting together"),
        ],
        readonly=True,
    )
    done = fields.Integer(readonly=True, aggregator=None)
    total = fields.Integer(readonly=True, aggregator=None)
    progress = fields.Float(compute="_compute_progress", help="Percent of the present phase.")
    seconds_left = fields.Integer(
        compute="_compute_progress", help="Of the present phase, at the speed so far."
    )
    time_left = fields.Char(compute="_compute_progress")
    message = fields.Char(readonly=True)
    statistics = fields.Json(readonly=True)
    profile_count = fields.Integer(compute="_compute_counts", string="Cards read")
    pair_count = fields.Integer(compute="_compute_counts", string="Pairs compared")
    match_count = fields.Integer(compute="_compute_counts", string="Duplicates")
    cluster_count = fields.Integer(compute="_compute_counts", string="Clusters")
    progress_data = fields.Json(readonly=True, groups="base.group_system")
    user_id = fields.Many2one(
        "res.users", string="Started by", default=lambda self: self.env.user, readonly=True
    )
    started_at = fields.Datetime(readonly=True)
    phase_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(readonly=True)

    @api.depends("kind", "create_date")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for job in self:
            job.display_name = f"{labels.get(job.kind, '')} {job.id or ''}".strip()

    @api.depends("done", "total", "state", "phase_at")
    def _compute_progress(self):
        now = fields.Datetime.now()
        for job in self:
            share = min(job.done / job.total, 1.0) if job.total else 0.0
            job.progress = 100.0 if job.state == "done" else 100.0 * share
            spent = (now - job.phase_at).total_seconds() if job.phase_at else 0
            going = job.state == "running" and share
            job.seconds_left = int(spent * (1 - share) / share) if going else 0
            job.time_left = self._time(job.seconds_left)

    @api.model
    def _time(self, seconds):
        if seconds < 90:
            return self.env._("%(count)s seconds", count=seconds)
        return self.env._("%(count)s minutes", count=round(seconds / 60))

    @api.depends("statistics")
    def _compute_counts(self):
        for job in self:
            counts = job.statistics or {}
            job.profile_count = counts.get("profiles", 0)
            job.pair_count = counts.get("pairs", 0)
            job.match_count = counts.get("matches", 0)
            job.cluster_count = counts.get("clusters", 0)

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    @api.model
    def action_scan(self, full=True):
        """Start a scan, or show the one that is on its way."""
        self.check_access("create")
        job = self.search([("state", "in", ("waiting", "running"))], limit=1)
        if not job:
            job = self.create({"kind": "scan" if full else "changes"})
            self._wake()
        return job._action_open()

    @api.model
    def action_scan_whole(self, *_ids):
        """Button: compare the whole base."""
        return self.action_scan()

    @api.model
    def action_scan_changes(self, *_ids):
        """Button: compare what changed since the last scan."""
        return self.action_scan(full=False)

    def action_cancel(self):
        """Stop after the present slice; what is found stays."""
        self.check_access("write")
        going = self.sudo().filtered(lambda job: job.state in ("waiting", "running"))
        going.write({"state": "cancelled", "ended_at": fields.Datetime.now()})
        return True

    def action_resume(self):
        """Go on where it stopped."""
        self.check_access("write")
        stopped = self.sudo().filtered(lambda job: job.state in ("cancelled", "failed"))
        stopped.write({"state": "waiting", "ended_at": False, "message": False})
        self._wake()
        return True

    def _action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    @api.model
    def _wake(self):
        self.env.ref(CRON).sudo()._trigger()

    # ------------------------------------------------------------------
    # The cron
    # ------------------------------------------------------------------

    @api.model
    def _cron_work(self):
        """Do slices of the oldest waiting job until the time of this call is over.

        Every slice is committed with its position. A kill loses one slice, and doing it again
        gives the same rows. Odoo calls ten times at least, however late it is; then nothing more
        is done, for a worker has so many seconds of processor time for all of its calls.
        """
        progress = self.env["ir.cron"]._commit_progress
        if time.monotonic() >= self.env.context.get("cron_end_time", math.inf):
            if self._next_job():
                self._wake()
                progress(0, remaining=1)
            return
        while job := self._next_job():
            work = {}
            remaining = 1
            while remaining:
                remaining = int(job._slice(work))
                if not progress(1, remaining=remaining):
                    return
                self.env.invalidate_all()
                if job.state != "running":
                    break

    @api.model
    def _cron_changes(self):
        """Ask for a scan of what changed, unless one is on its way; most of it is a whole one."""
        self.env["crm.dedup.profile"].flush_model()
        [(changed, size)] = self.env.execute_query(
            SQL(
                """SELECT (SELECT count(*) FROM crm_dedup_profile WHERE is_changed),
                          (SELECT COALESCE(MAX(size), 0) FROM crm_dedup_figure)"""
            )
        )
        if changed and not self.search_count([("state", "in", ("waiting", "running"))], limit=1):
            self.create({"kind": "scan" if changed > size * MOSTLY_NEW else "changes"})
            self._wake()

    @api.autovacuum
    def _gc_changes(self):
        """Forget the small scans of last week."""
        before = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.search(
            [("kind", "=", "changes"), ("state", "=", "done"), ("ended_at", "<", before)]
        ).unlink()

    @api.model
    def _next_job(self):
        # Not locked: Odoo runs a cron once at a time, and who stops a job shall not wait for it.
        return self.search([("state", "in", ("running", "waiting"))], order="state, id", limit=1)

    def _slice(self, work):
        """One slice; tells whether there is more to do."""
        self.ensure_one()
        engine = self.env["crm.dedup.engine"].sudo()
        try:
            with self.env.cr.savepoint():
                state = self.progress_data or engine._new_scan(
                    ("crm.lead", "res.partner"), self.kind == "scan"
                )
                phase = state["phase"]
                began = time.process_time()
                engine._scan_slice(state, work)
                self._spent(state, phase, time.process_time() - began)
                self._note(state, phase)
        except CONFLICTS:
            # Somebody saved a card that was being read, or stopped the job: once more, as it is.
            self.env.cr.rollback()
            self.env.invalidate_all()
            work.clear()
            return True
        except Exception as error:
            _logger.exception("The scan for duplicates stopped")
            self.write({"state": "failed", "message": str(error), "ended_at": self.env.cr.now()})
            return False
        self._tell()
        return bool(state["phase"])

    @api.model
    def _spent(self, state, phase, seconds):
        """Add up the processor time of slices: how many, all of it, the longest."""
        count, total, longest = state.setdefault("spent", {}).get(phase, (0, 0, 0))
        state["spent"][phase] = [count + 1, round(total + seconds, 3), max(longest, seconds)]

    def _note(self, state, phase):
        """Write down how far it is."""
        now = fields.Datetime.now()
        values = {
            "progress_data": state,
            "statistics": state["counts"],
            "phase": state["phase"] or phase,
            "done": state["done"],
            "total": state["total"],
            "state": "running",
        }
        if not self.started_at:
            values["started_at"] = now
        if not self.phase_at or state["phase"] != phase:
            values["phase_at"] = now
        if not state["phase"]:
            values.update(state="done", ended_at=now, done=1, total=1)
        self.write(values)

    def _tell(self):
        """Tell the browser of who started it how far it is."""
        self.user_id._bus_send(
            "crm_lead_dedup.job",
            {
                "id": self.id,
                "state": self.state,
                "phase": self.phase,
                "progress": self.progress,
                "seconds_left": self.seconds_left,
            },
        )
