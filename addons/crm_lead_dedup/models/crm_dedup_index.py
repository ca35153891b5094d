# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, models
from odoo.sql_db import db_connect
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# Above this number of rows an index is built by the cron, without locking writers.
LARGE_TABLE = 50_000

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
            if self._estimated_rows(table) > LARGE_TABLE:
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
    def _estimated_rows(self, table):
        (rows,) = self.env.execute_query(
            SQL("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", table)
        )[0]
        return rows

    @api.model
    def _cron_build(self):
        """Build what is missing concurrently: readers and writers go on working."""
        for name in self._missing():
            table, definition = INDEXES[name]
            _logger.info("Building index %s on %s", name, table)
            with db_connect(self.env.cr.dbname).cursor() as cr:
                cr.connection.set_session(autocommit=True)
                try:
                    # An invalid leftover of a killed build would make IF NOT EXISTS lie.
                    cr.execute(SQL("DROP INDEX CONCURRENTLY IF EXISTS %s", SQL.identifier(name)))
                    cr.execute(
                        SQL(
                            "CREATE INDEX CONCURRENTLY %s ON %s %s",
                            SQL.identifier(name),
                            SQL.identifier(table),
                            SQL(definition),
                        )
                    )
                finally:
                    cr.connection.set_session(autocommit=False)
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _drop_all(self):
        for name in INDEXES:
            self.env.cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(name)))
