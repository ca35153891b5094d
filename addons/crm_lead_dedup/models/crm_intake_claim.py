# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

KEPT = timedelta(days=2)
VACUUM_BATCH = 10_000


class CrmIntakeClaim(models.Model):
    """One row per identity that is being received: the place where workers meet.

    Odoo runs REPEATABLE READ, so a lock taken after the first query does not show the card
    another worker made meanwhile. Writing the same claim row does: PostgreSQL lets the second
    writer wait for the first one and then refuses it with a serialisation failure, and the
    repeated transaction sees the first one's card.
    """

    _name = "crm.intake.claim"
    _description = "Identity Being Received"
    _log_access = False

    key = fields.Char(required=True)
    claimed_at = fields.Datetime(required=True, index=True)

    _key_uniq = models.UniqueIndex("(key)")

    @api.model
    def _claim(self, keys):
        """Claim identities for this transaction, always in the same order (no deadlock).

        :param keys: texts such as ``phone:+36301234567``
        :raises psycopg2.errors.SerializationFailure: another worker claimed one of them since
            this transaction began; repeat the transaction
        """
        if not keys:
            return
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_intake_claim (key, claimed_at)
                        SELECT key, now() AT TIME ZONE 'UTC'
                          FROM unnest(%s::text[]) AS key ORDER BY key
                   ON CONFLICT (key) DO UPDATE SET claimed_at = EXCLUDED.claimed_at""",
                sorted(set(keys)),
            ),
            # Being refused is how workers meet; the transaction is repeated, nobody need know.
            log_exceptions=False,
        )

    @api.autovacuum
    def _gc_claims(self):
        """Forget claims that nobody can be waiting for any more."""
        old = self.sudo().search(
            [("claimed_at", "<", fields.Datetime.now() - KEPT)], limit=VACUUM_BATCH
        )
        old.unlink()
        return len(old), len(old) == VACUUM_BATCH
