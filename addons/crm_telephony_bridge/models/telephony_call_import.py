# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import logging
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.call_list import read_list, states_of

_logger = logging.getLogger(__name__)
SLICE = 500
MAX_BYTES = 100 * 1024 * 1024


class TelephonyCallImport(models.Model):
    """A list of past calls that is taken into the log: once, in silence, a slice at a time."""

    _name = "telephony.call.import"
    _description = "Import of Past Calls"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="File Name", required=True)
    file = fields.Binary(
        attachment=True, exportable=False, help="Deleted when all of its calls were looked at."
    )
    provider_id = fields.Many2one(
        "telephony.provider", required=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="provider_id.company_id", store=True, index=True)
    pbx = fields.Char(
        string="PBX",
        compute="_compute_pbx",
        store=True,
        readonly=False,
        help="As the bridge names it, so that calls that were told live are recognised.",
    )
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To")
    state = fields.Selection(
        [
            ("draft", "Ready"),
            ("running", "Running"),
            ("done", "Done"),
            ("stopped", "Stopped"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    total = fields.Integer(string="Calls", readonly=True, copy=False)
    done = fields.Integer(string="Looked at", readonly=True, copy=False)
    created = fields.Integer(string="New", readonly=True, copy=False)
    known = fields.Integer(string="Known Before", readonly=True, copy=False)
    unreadable = fields.Integer(string="Lines not Understood", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    error = fields.Char(readonly=True, copy=False)

    _running_idx = models.Index("(id) WHERE state = 'running'")

    @api.depends("provider_id")
    def _compute_pbx(self):
        """The one the provider's calls came from last."""
        for one in self:
            calls = self.env["telephony.call"].sudo()
            last = calls.search([("provider_id", "=", one.provider_id.id)], limit=1)
            one.pbx = last.pbx

    @api.depends("done", "total", "state")
    def _compute_progress(self):
        for one in self:
            one.progress = 100 * one.done / one.total if one.total else 100 * (one.state == "done")

    def action_start(self):
        """Let the cron take the list; what is known already is not taken twice."""
        for one in self:
            if one.state == "running":
                raise UserError(self.env._("This list is being imported already."))
            if not one.file:
                raise UserError(self.env._("Choose the file with the calls."))
            if one.date_from and one.date_to and one.date_from > one.date_to:
                raise UserError(self.env._("The period ends before it begins."))
        self.sudo().write({"state": "running", "done": 0, "created": 0, "known": 0, "error": False})
        self.env.ref("crm_telephony_bridge.ir_cron_call_import").sudo()._trigger()
        return True

    def action_stop(self):
        """Stop after the slice that is being taken; starting again goes through all of it."""
        running = self.filtered(lambda one: one.state == "running")
        return running.sudo().write({"state": "stopped"})

    # ------------------------------------------------------------------
    # The slices
    # ------------------------------------------------------------------

    @api.model
    def _cron_import(self):
        """Take what waits; a kill costs one slice, which is taken again without a second effect."""
        cron = self.env["ir.cron"]
        left = cron._commit_progress(remaining=self.search_count([("state", "=", "running")]))
        for one in self.search([("state", "=", "running")], limit=100, order="id"):
            if not left:
                break
            left = one._run(cron)
        if not left:
            self.env.ref("crm_telephony_bridge.ir_cron_call_import")._trigger()

    def _run(self, cron):
        """Take slices until the list or the time is at its end; seconds left."""
        try:
            entries = self._entries()
        except (ValueError, LookupError, UnicodeError) as error:
            _logger.info("Calls of import %s were not read: %s", self.id, error)
            self.write({"state": "failed", "error": self.env._("This is no list of calls.")})
            return cron._commit_progress(1)
        left = 1
        while left and self.state == "running":
            if not self.try_lock_for_update():
                break
            self._take(entries[self.done : self.done + SLICE])
            left = cron._commit_progress(1, remaining=len(entries) - self.done)
            # Somebody may have stopped it meanwhile.
            self.invalidate_recordset(["state", "done"])
        return left

    def _entries(self):
        """The calls of the list in the period, oldest first."""
        raw = base64.b64decode(self.file or b"")
        if len(raw) > MAX_BYTES:
            raise ValueError("too large")
        provider = self.provider_id
        records = provider.type == "asterisk"
        read = read_list(raw.decode("utf-8", "replace"), records=records, zone=provider.tz)
        begin, end = self._period(ZoneInfo(provider.tz))
        entries = [entry for entry in read.entries if begin <= entry.started < end]
        self.write({"total": len(entries), "unreadable": read.unreadable})
        return entries

    def _period(self, zone):
        """The period in seconds since 1970; its days are those of the provider."""

        def midnight(day):
            return datetime.combine(day, time(), zone).astimezone(UTC).timestamp()

        begin = midnight(self.date_from) if self.date_from else 0
        end = midnight(self.date_to + timedelta(days=1)) if self.date_to else 4e9
        return begin, end

    def _take(self, entries):
        """Take some calls: no card pops up, no activity is made."""
        states = states_of(entries, pbx=self.pbx or "", zone=self.provider_id.tz)
        calls = self.env["telephony.call"].with_context(telephony_silent=True)
        changes = calls._ingest(self.provider_id, states)
        done = self.done + len(entries)
        self.write(
            {
                "done": done,
                "created": self.created + len(changes),
                "known": self.known + len(entries) - len(changes),
                "state": "done" if done >= self.total else "running",
            }
        )
        if self.state == "done":
            # It is full of people's numbers, and they are in the log now.
            self.file = False
