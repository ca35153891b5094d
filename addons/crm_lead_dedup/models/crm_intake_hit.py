# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

KEPT = timedelta(hours=2)
VACUUM_BATCH = 10_000
# How many in the last minute, of the source and of the client, and how old the oldest is.
COUNT_HITS = """
    SELECT count(*),
           count(*) FILTER (WHERE client = %(client)s),
           extract(epoch FROM clock_timestamp() AT TIME ZONE 'UTC' - min(hit_at)),
           extract(epoch FROM clock_timestamp() AT TIME ZONE 'UTC'
                   - min(hit_at) FILTER (WHERE client = %(client)s))
      FROM crm_intake_hit
     WHERE source_id = %(source)s
       AND hit_at > clock_timestamp() AT TIME ZONE 'UTC' - INTERVAL '1 minute'
"""
ADD_HIT = """
    INSERT INTO crm_intake_hit (source_id, client, hit_at)
         VALUES (%(source)s, %(client)s, clock_timestamp() AT TIME ZONE 'UTC')
"""


class CrmIntakeHit(models.Model):
    """A knock on the door of a source; counted by all workers for its rate limits.

    Rows are only added, so workers never wait for one another. The client's address is kept as
    a keyed hash and only for two hours.
    """

    _name = "crm.intake.hit"
    _description = "Knock on the Intake"
    _log_access = False

    source_id = fields.Many2one("crm.intake.source", required=True, ondelete="cascade")
    client = fields.Char(required=True)
    hit_at = fields.Datetime(required=True, index=True)

    _source_time_idx = models.Index("(source_id, hit_at)")

    @api.model
    def _knock(self, source, client, *, trusted=False):
        """Count one more knock unless a limit of the source is reached.

        :param source: ``crm.intake.source`` of one record
        :param client: keyed hash of the client's address
        :param trusted: one program sends for many visitors; only the source's limit counts
        :return: 0 when the request may be read, else the seconds after which to try again
        """
        self.env.cr.execute(SQL(COUNT_HITS, client=client, source=source.id))
        total, of_client, age, age_of_client = self.env.cr.fetchone()
        if total >= source.rate_limit:
            return _seconds_left(age)
        if of_client >= source.client_rate_limit and not trusted:
            return _seconds_left(age_of_client)
        self.env.cr.execute(SQL(ADD_HIT, client=client, source=source.id))
        return 0

    @api.autovacuum
    def _gc_hits(self):
        """Forget knocks older than any limit looks back."""
        old = self.sudo().search(
            [("hit_at", "<", fields.Datetime.now() - KEPT)], limit=VACUUM_BATCH
        )
        old.unlink()
        return len(old), len(old) == VACUUM_BATCH


def _seconds_left(age):
    """Seconds until the oldest knock, of that age, counts no more."""
    return max(1, 60 - int(age))
