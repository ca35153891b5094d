# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of merging share."""

from odoo.tools import SQL

from .common import DedupCommon
from .left_behind import LEFT_BEHIND


class MergeCommon(DedupCommon):
    """A sales organisation with factories for everything that hangs on a card."""

    @classmethod
    def _merge(cls, survivor, others, **choices):
        return cls.env["crm.dedup.engine"].merge(survivor, others, choices)

    def _dump(self):
        """``{table: (rows, sum of a hash of every row)}`` of the whole database, messages as text.

        The sum does not depend on the order in which the rows lie.
        """
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p')
                  AND c.relnamespace = current_schema::regnamespace ORDER BY 1"""
        )
        query = SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s, count(*), sum(hashtextextended(t::text, 0)::numeric)::text FROM %s t",
                table,
                SQL.identifier(table),
            )
            for (table,) in self.env.cr.fetchall()
        )
        dump = {table: tuple(figures) for table, *figures in self.env.execute_query(query)}
        self.env.cr.execute("SELECT t::text FROM mail_message t")
        dump["mail_message"] = {row[0] for row in self.env.cr.fetchall()}
        return dump

    def _undo(self, *merges):
        """Undo without anything to decide."""
        for merge in merges:
            merge.action_undo()
            asked = [(row.table_name, row.column_name, row.present) for row in merge.conflict_ids]
            self.assertEqual(asked, [], merge.name)

    def assertSameDump(self, before, after, free=LEFT_BEHIND):  # noqa: N802
        """Every row and column of every table is what it was, but for the tables in ``free``."""
        self.assertEqual(before.keys(), after.keys())
        changed = [table for table in before if before[table] != after[table]]
        self.assertEqual([table for table in changed if table not in free], [])
        gone = before["mail_message"] - after["mail_message"]
        self.assertFalse(gone, "a message was lost or changed")
