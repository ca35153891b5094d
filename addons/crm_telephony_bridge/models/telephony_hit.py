# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

KEPT = timedelta(days=2)
VACUUM_BATCH = 10_000
# Of one sender whose requests are refused.
REFUSED_A_MINUTE = 60
COUNT = """
    INSERT INTO telephony_hit AS hit (provider_id, client, slot, count, last_at)
    VALUES (%(provider)s, %(client)s, date_trunc('minute', %(now)s::timestamp), 1, %(now)s)
        ON CONFLICT (provider_id, client, slot)
        DO UPDATE SET count = hit.count + 1, last_at = EXCLUDED.last_at
 RETURNING count
"""


class TelephonyHit(models.Model):
    """How often a provider knocked in a minute; counted by all workers for the rate limit.

    Genuine requests of a provider are counted together, refused ones by their sender, whose
    address is kept as a keyed hash.
    """

    _name = "telephony.hit"
    _description = "Knock of a Telephony Provider"
    _rec_name = "slot"
    _log_access = False

    provider_id = fields.Many2one("telephony.provider", required=True, ondelete="cascade")
    client = fields.Char(required=True)
    slot = fields.Datetime(required=True, index=True)
    count = fields.Integer(required=True)
    last_at = fields.Datetime(required=True)

    _slot_uniq = models.UniqueIndex("(provider_id, client, slot)")

    @api.model
    def _knock(self, provider, client=""):
        """Count one more request and return whether it is still within the limit.

        In a transaction of its own: workers that count the same sender wait for one another.

        :param client: keyed hash of the sender's address for a refused request
        """
        # A count lost in a crash of the database does no harm; do not wait for the disk.
        self.env.cr.execute("SET LOCAL synchronous_commit TO off")
        now = fields.Datetime.now()
        [(count,)] = self.env.execute_query(
            SQL(COUNT, provider=provider.id, client=client or "-", now=now)
        )
        return count <= (REFUSED_A_MINUTE if client else provider.rate_limit)

    @api.autovacuum
    def _gc_hits(self):
        """Forget old counts; when a provider was last heard of stays known."""
        gone = self.env.execute_query(
            SQL(
                "DELETE FROM telephony_hit WHERE id IN (SELECT old.id FROM telephony_hit old"
                " WHERE old.slot < %s AND EXISTS (SELECT FROM telephony_hit newer"
                " WHERE newer.provider_id = old.provider_id AND newer.client = '-'"
                " AND newer.slot > old.slot) LIMIT %s) RETURNING id",
                fields.Datetime.now() - KEPT,
                VACUUM_BATCH,
            )
        )
        return len(gone), len(gone) >= VACUUM_BATCH
