# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)
SLICE = 100
MAX_TRIES = 12
# Until the worker that is delivering the states of these calls has committed them.
BUSY = timedelta(seconds=5)


class TelephonyCall(models.Model):
    """What is left to do for calls after their delivery: in a cron, so that no card waits."""

    _inherit = "telephony.call"

    @api.model
    def _work_off(self, flag, work, cron):
        """Deal with the calls that wait for something.

        :param str flag: stored Boolean of a call that waits; ``work`` clears it
        :param str work: name of the method that deals with some calls at once
        :param cron: record of ``ir.cron`` that runs this
        """
        waiting = Domain(flag, "=", True)
        self._in_slices(waiting, lambda calls: calls._work_safely(flag, work), cron)

    @api.model
    def _in_slices(self, waiting, work, cron):
        """Deal with the calls of a domain, a slice at a time; a kill costs one slice.

        Calls that another worker holds are left to a later run, and a slice that met another
        worker is begun again on what that one committed.

        :param waiting: ``Domain`` of calls; no call is in it any more after ``work``
        :param work: function of some calls
        :param cron: record of ``ir.cron`` that runs this
        """
        progress = self.env["ir.cron"]
        left = progress._commit_progress(remaining=self.search_count(waiting))
        tries = 0
        while left and (calls := self.search(waiting, limit=SLICE, order="id")):
            try:
                calls = calls.try_lock_for_update()
                work(calls)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                tries += 1
                if tries < MAX_TRIES:
                    continue
                calls = self.browse()
            if not calls:
                cron._trigger(fields.Datetime.now() + BUSY)
                progress._commit_progress(remaining=0)
                break
            left = progress._commit_progress(len(calls), remaining=self.search_count(waiting))

    def _work_safely(self, flag, work):
        """One call that cannot be dealt with does not hold up the others."""
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                getattr(self, work)()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            self.env.invalidate_all(flush=False)
            if len(self) == 1:
                _logger.exception("Call %s: %s failed, it is not tried again", self.id, work)
                self.write({flag: False})
                return
            for call in self:
                call._work_safely(flag, work)
