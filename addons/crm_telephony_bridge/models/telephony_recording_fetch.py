# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, fields, models

from ..tools.fetch import FetchError, fetch

_logger = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024
# Minutes until it is tried again; after the last it is given up.
PAUSES = (1, 5, 30, 120, 720)


class TelephonyRecording(models.Model):
    """Recordings that a cloud provider names by an address: fetched once, then ours."""

    _inherit = "telephony.recording"

    tries = fields.Integer(readonly=True, copy=False)
    next_try = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _cron_fetch(self):
        """Fetch what waits, one after the other; each is committed before the next."""
        cron = self.env["ir.cron"]
        now = fields.Datetime.now()
        waiting = self.search(
            [
                ("state", "=", "remote"),
                "|",
                ("next_try", "=", False),
                ("next_try", "<=", now),
            ],
            limit=1000,
            order="id",
        )
        left = cron._commit_progress(remaining=len(waiting))
        for recording in waiting:
            if not left:
                break
            # Nothing is locked while the provider is waited for: the state is looked at after.
            recording._fetch()
            left = cron._commit_progress(1)

    def _fetch(self):
        """Fetch one recording, or say when to try again."""
        self.ensure_one()
        limit = self.call_id.provider_id.recording_limit * MEGABYTE
        try:
            self._store(self._download(self.url or "", limit))
        except (FetchError, ValueError) as error:
            final = getattr(error, "final", True) or self.tries >= len(PAUSES)
            # The address may hold a secret of the provider; the reason does not name it.
            _logger.info("Recording %s was not fetched: %s", self.id, error)
            if final:
                self.write({"state": "missing", "url": False})
                return
            pause = timedelta(minutes=PAUSES[self.tries])
            at = fields.Datetime.now() + pause
            self.write({"tries": self.tries + 1, "next_try": at})
            self.env.ref("crm_telephony_bridge.ir_cron_recording_fetch")._trigger(at)

    @api.model
    def _download(self, url, limit):
        """The bytes at an address. Hook: a provider that wants to be asked with a token.

        :raises FetchError: they cannot be had
        """
        return fetch(url, limit)
