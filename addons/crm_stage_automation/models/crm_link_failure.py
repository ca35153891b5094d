# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, hmac

from ..tools import tokens

MAX_TRIES = 5
KEPT = timedelta(hours=1)
VACUUM_BATCH = 10_000
ADD_ADDRESS = """
    INSERT INTO crm_link_failure (address, failures, failed_at)
         VALUES (%(address)s, '[]', %(now)s)
    ON CONFLICT (address) DO NOTHING
"""
LOCK_ADDRESS = "SELECT failures FROM crm_link_failure WHERE address = %(address)s FOR UPDATE"
SET_FAILURES = """
    UPDATE crm_link_failure SET failures = %(failures)s::jsonb, failed_at = %(now)s
     WHERE address = %(address)s
"""


class CrmLinkFailure(models.Model):
    """Wrong tokens of the last minute per address, counted by all workers together.

    The address is kept as a keyed hash and only for an hour.
    """

    _name = "crm.link.failure"
    _description = "Wrong Links of an Address"
    _log_access = False

    address = fields.Char(required=True)
    failures = fields.Json(required=True)
    failed_at = fields.Datetime(required=True, index=True)

    _address_uniq = models.Constraint("UNIQUE (address)", "This address is counted already.")

    @api.model
    def _key(self, address):
        """Under which name failures of a visitor's address are counted."""
        try:
            network = tokens.address_key(address)
        except ValueError:
            network = ""
        return hmac(self.env(su=True), "crm_stage_automation_link", network)

    @api.model
    def _seconds_to_wait(self, address):
        """Return the seconds until an address may try again, 0 when it may; writes nothing."""
        row = self.sudo().search_fetch([("address", "=", self._key(address))], ["failures"])
        return tokens.retry_after(_moments(row.failures), fields.Datetime.now()) if row else 0

    @api.model
    def _count(self, address):
        """Count a failure in a transaction of its own: the request is refused anyway.

        :return: 0 when it was counted, else the seconds until the address may try again: many at
            once may have found it allowed, and each but twenty is refused here
        """
        key = self._key(address)
        for _attempt in range(MAX_TRIES):
            try:
                with self.env.registry.cursor() as cr:
                    # A count lost in a crash of the database does no harm.
                    cr.execute("SET LOCAL synchronous_commit TO off")
                    return self.with_env(self.env(cr=cr, su=True))._add(key)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                continue
        # A crowd at one address, each of which was kept by another.
        return 1

    def _add(self, key):
        now = fields.Datetime.now()
        # Workers that count one address at once collide by design: that is no error of the server.
        cr = self.env.cr
        cr.execute(SQL(ADD_ADDRESS, address=key, now=now), log_exceptions=False)
        cr.execute(SQL(LOCK_ADDRESS, address=key), log_exceptions=False)
        [failures] = cr.fetchone()
        moments = _moments(failures)
        if seconds := tokens.retry_after(moments, now):
            return seconds
        moments = [moment.isoformat() for moment in tokens.with_failure(moments, now)]
        failures = fields.Json().convert_to_column(moments, self)
        cr.execute(SQL(SET_FAILURES, address=key, failures=failures, now=now))
        self.invalidate_model()
        return 0

    @api.autovacuum
    def _gc_failures(self):
        """Forget addresses that failed long ago."""
        old = self.sudo().search(
            [("failed_at", "<", fields.Datetime.now() - KEPT)], limit=VACUUM_BATCH
        )
        old.unlink()
        return len(old), len(old) == VACUUM_BATCH


def _moments(failures):
    return [datetime.fromisoformat(moment) for moment in failures or []]
