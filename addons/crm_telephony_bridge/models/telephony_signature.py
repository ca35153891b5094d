# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.providers.signatures import WINDOW

# Twice the window in which a signature is good, for clocks that go ahead.
KEPT = timedelta(seconds=2 * WINDOW)
# A signature that a call is bound to: as long as the call's events are kept.
KEPT_BOUND = timedelta(days=30)
VACUUM_BATCH = 10_000


class TelephonySignature(models.Model):
    """A signature that was taken: the same one is not taken again, by any worker."""

    _name = "telephony.signature"
    _description = "Telephony Signature Taken"
    _rec_name = "digest"
    _log_access = False

    provider_id = fields.Many2one("telephony.provider", required=True, ondelete="cascade")
    digest = fields.Char(required=True)
    external_id = fields.Char(help="The call that it is bound to.")
    taken_at = fields.Datetime(required=True, index=True)

    _provider_digest_uniq = models.UniqueIndex("(provider_id, digest)")

    @api.model
    def _take(self, provider, signature, external_id=None):
        """Whether a signature is new; if so, it is taken from now on.

        With copies in two workers the later one waits for the first to commit, and is then
        refused by the database and retried.

        :param external_id: the call it is bound to: for this call it is always good
        """
        digest = hashlib.sha256(signature.encode("utf-8", "surrogatepass")).hexdigest()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO telephony_signature (provider_id, digest, external_id, taken_at)"
                " VALUES (%s, %s, %s, %s) ON CONFLICT (provider_id, digest) DO NOTHING"
                " RETURNING id",
                provider.id,
                digest,
                external_id,
                now,
            )
        )
        if digest.startswith("00"):
            # A bridge knocks twice a second: the daily vacuum alone would let the table grow.
            self._forget(now - KEPT, bound=False)
        if rows or external_id is None:
            return bool(rows)
        known = [("provider_id", "=", provider.id), ("digest", "=", digest)]
        return self.sudo().search(known).external_id == external_id

    @api.model
    def _forget(self, before, *, bound):
        return self.env.execute_query(
            SQL(
                "DELETE FROM telephony_signature WHERE id IN (SELECT id FROM telephony_signature"
                " WHERE taken_at < %s AND (external_id IS NOT NULL) = %s LIMIT %s"
                " FOR UPDATE SKIP LOCKED) RETURNING id",
                before,
                bound,
                VACUUM_BATCH,
            )
        )

    @api.autovacuum
    def _gc_signatures(self):
        """Forget signatures that are too old to be good anyway."""
        now = fields.Datetime.now()
        gone = self._forget(now - KEPT, bound=False) + self._forget(now - KEPT_BOUND, bound=True)
        return len(gone), len(gone) >= VACUUM_BATCH
