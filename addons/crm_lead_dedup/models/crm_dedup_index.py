# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import threading
from contextlib import closing

from odoo import api, models
from odoo.sql_db import db_connect
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# Above this number of rows an index is built by the cron, without locking writers.
LARGE_TABLE = 50_000
# Any number of our own, so that two servers do not build the same index at once.
BUILDER_LOCK = 7_305_190_219

# name: (table, definition); indexes that core lacks and that core's own look-ups use too.
INDEXES = {
    "res_partner_dedup_email_idx": (
        "res_partner",
        "(email_normalized) WHERE email_normalized IS NOT NULL",
    ),
    "res_partner_dedup_phone_idx": (
        "res_partner",
        "(phone_sanitized) WHERE phone_sanitized IS NOT NULL",
    ),
    "crm_lead_dedup_email_idx": (
        "crm_lead",
        "(email_normalized) WHERE email_normalized IS NOT NULL",
    ),
}


def build_concurrently(database, names):
    """Build indexes without locking writers; one builder at a time, whoever starts it.

    :param database: name of the database; a connection of its own is opened
    :param names: keys of ``INDEXES``; indexes of these names are dropped first, for a killed
        build leaves an invalid one behind
    """
    with closing(db_connect(database).cursor()) as cr:
        cr.connection.autocommit = True  # CONCURRENTLY refuses to run in a transaction
        cr.execute(SQL("SELECT pg_try_advisory_lock(%s)", BUILDER_LOCK))
        if not cr.fetchone()[0]:
            return
        try:
            for name in names:
                table, definition = INDEXES[name]
                _logger.info("Building the index %s on %s", name, table)
                index = SQL.identifier(name)
                cr.execute(SQL("DROP INDEX CONCURRENTLY IF EXISTS %s", index))
                cr.execute(
                    SQL(
                        "CREATE INDEX CONCURRENTLY %s ON %s %s",
                        index,
                        SQL.identifier(table),
                        SQL(definition),
                    )
                )
        finally:
            cr.execute(SQL("SELECT pg_advisory_unlock(%s)", BUILDER_LOCK))
            cr.connection.autocommit = False


class CrmDedupIndex(models.AbstractModel):
    """Indexes on tables of core, built so that a large base stays usable meanwhile."""

    _name = "crm.dedup.index"
    _description = "Indexes of the Recognition"

    @api.model
    def _missing(self):
        """Names of the indexes that are absent or were left invalid by a killed build."""
        rows = self.env.execute_query(
            SQL(
                """SELECT c.relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
                    WHERE c.relname IN %s AND i.indisvalid""",
                tuple(INDEXES),
            )
        )
        valid = {name for (name,) in rows}
        return [name for name in INDEXES if name not in valid]

    @api.model
    def _build_or_schedule(self):
        """Build on small tables now; leave large ones to the cron."""
        for name in self._missing():
            table, definition = INDEXES[name]
            if self._is_large(table):
                self.env.ref("crm_lead_dedup.ir_cron_build_indexes")._trigger()
            else:
                self.env.cr.execute(
                    SQL(
                        "CREATE INDEX IF NOT EXISTS %s ON %s %s",
                        SQL.identifier(name),
                        SQL.identifier(table),
                        SQL(definition),
                    )
                )

    @api.model
    def _is_large(self, table):
        """Counted, as far as need be: PostgreSQL's estimate is missing in a restored database."""
        query = SQL(
            "SELECT count(*) FROM (SELECT FROM %s LIMIT %s) AS rows",
            SQL.identifier(table),
            LARGE_TABLE + 1,
        )
        [(rows,)] = self.env.execute_query(query)
        return rows > LARGE_TABLE

    @api.model
    def _cron_build(self):
        """Let a thread build what is missing, while everybody goes on working.

        Not in the cron's own transaction: a concurrent build waits for every older snapshot, and
        the cron holds one until its job returns. What a killed thread left half-made is dropped
        and built anew by the next run.
        """
        missing = self._missing()
        if missing:
            database = self.env.cr.dbname
            thread = threading.Thread(
                target=build_concurrently, args=(database, missing), name="crm_dedup_index"
            )
            thread.daemon = True
            self.env.cr.postcommit.add(thread.start)

    @api.model
    def _drop_all(self):
        for name in INDEXES:
            self.env.cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(name)))
