# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of merging share."""

from odoo.tools import SQL

from .common import DedupCommon

# All that an undone merge leaves behind: its own record and journal, and one note. The note is
# taken out of the dump by its id.
LEFT_BEHIND = {
    "crm_dedup_merge",
    "crm_dedup_merge_change",
    "crm_dedup_merge_lead_rel",
    "crm_dedup_merge_partner_rel",
    "mail_message",
    "bus_bus",
}


class MergeCommon(DedupCommon):
    """A sales organisation with factories for everything that hangs on a card."""

    @classmethod
    def _merge(cls, survivor, others, **choices):
        return cls.env["crm.dedup.engine"].merge(survivor, others, choices)

    def _dump(self):
        """``{table: sorted rows as texts}`` of the whole database."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p')
                  AND c.relnamespace = current_schema::regnamespace ORDER BY 1"""
        )
        dump = {}
        for (table,) in self.env.cr.fetchall():
            self.env.cr.execute(SQL("SELECT t::text FROM %s t", SQL.identifier(table)))
            dump[table] = sorted(row[0] for row in self.env.cr.fetchall())
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
        changed = {
            table: (set(before[table]) ^ set(after[table]))
            for table in before
            if before[table] != after[table] and table not in free
        }
        self.assertEqual(changed, {})
        if "mail_message" in free:
            gone = set(before["mail_message"]) - set(after["mail_message"])
            self.assertFalse(gone, "a message was lost or changed")
