# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

KEPT = timedelta(days=2)
VACUUM_BATCH = 10_000


class CrmPartyClaim(models.Model):
    """Who is being made of a lead at this moment: the row where two users meet.

    Each of them works on the database as it was when he began, so neither finds the company that
    the other makes. Writing the same row shows it: the second waits for the first, is refused by
    PostgreSQL, and his request, repeated by Odoo without his knowing, finds who is there.
    """

    _name = "crm.party.claim"
    _description = "Party Being Made"
    _log_access = False

    key = fields.Char(required=True, help="The tax number, name, … by which both would find it.")
    claimed_at = fields.Datetime(required=True, index=True)

    _key_uniq = models.UniqueIndex("(key)")

    @api.model
    def _claim(self, keys):
        """Claim for this transaction, always in the same order: nobody waits for each other.

        :param keys: texts such as ``vat:BE0477472701``
        :raises psycopg2.errors.SerializationFailure: somebody has claimed one of them since the
            transaction began; it is to be repeated
        """
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_party_claim (key, claimed_at)
                        SELECT key, now() AT TIME ZONE 'UTC'
                          FROM unnest(%s::text[]) AS key ORDER BY key
                   ON CONFLICT (key) DO UPDATE SET claimed_at = EXCLUDED.claimed_at""",
                sorted(set(keys)),
            ),
            # Being refused is how they meet: nothing went wrong.
            log_exceptions=False,
        )

    @api.autovacuum
    def _gc_claims(self):
        """Forget claims for which nobody can be waiting any more."""
        old = Domain("claimed_at", "<", fields.Datetime.now() - KEPT)
        claims = self.sudo().search(old, limit=VACUUM_BATCH)
        claims.unlink()
        return len(claims), len(claims) == VACUUM_BATCH
