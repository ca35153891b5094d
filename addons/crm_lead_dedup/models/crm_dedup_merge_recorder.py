# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Writes down every row a transaction changes while a merge is under way."""

import re

from psycopg2.sql import Composable

from odoo.tools import SQL

from ..tools import statements
from . import crm_dedup_merge_recorder_sql as sql

# The journal does not keep itself; raw keys are made anew from the profiles, figures and scans are
# nobody's card; a message on the bus is nothing to take back.
NOT_RECORDED = re.compile(r"^(crm_dedup_(merge|key|figure|job)\w*|bus_bus)$")


class Recorder:
    """Stands before ``cr.execute`` and keeps the old image of every row about to be written.

    The rows made meanwhile are found at the end: under REPEATABLE READ a row that is visible and
    has a higher id than any row before is of this transaction.

    :param cr: the cursor of the transaction
    :param merge_id: row of ``crm_dedup_merge`` to which the journal belongs
    """

    def __init__(self, cr, merge_id):
        self.cr = cr
        self.merge_id = merge_id
        self._run = None
        self._keys = {}
        self._followers = {}
        self._last_ids = {}
        self._watched = set()

    @classmethod
    def active(cls, cr):
        """The recorder that stands before this cursor, or None."""
        owner = getattr(cr.execute, "__self__", None)
        return owner if isinstance(owner, cls) else None

    def __enter__(self):
        self._run = self.cr.execute
        self.cr.execute = self.execute
        return self

    def __exit__(self, *failure):
        del self.cr.execute
        if failure[0] is None:
            self._finish()

    # ------------------------------------------------------------------
    # While it goes on
    # ------------------------------------------------------------------

    def execute(self, query, params=None, log_exceptions=True):
        """Run a statement as the cursor would, and remember what it is about to change."""
        text, params = self._plain(query, params)
        outline = statements.parse(text)
        tables = [table for table in outline.tables if self._is_recorded(table)] if outline else []
        if not tables:
            return self._run(text, params, log_exceptions)
        if outline.kind == "insert" and outline.returning and not outline.on_conflict:
            self._note_last_id(tables[0])
            return self._run(text, params, log_exceptions)
        if self._can_tell(outline):
            if outline.kind == "delete" and self._followers_of(tables[0]):
                self._remember_followers(outline, text, params)
            return self._run(self._telling(outline, text), params, log_exceptions)
        return self._run_watched(tables, text, params, log_exceptions)

    def _plain(self, query, params):
        if isinstance(query, SQL):
            return query.code, query.params
        if isinstance(query, Composable):
            return query.as_string(self.cr._obj), params
        return (query.decode() if isinstance(query, bytes) else query), params

    def _is_recorded(self, table):
        return not NOT_RECORDED.match(table) and bool(self._key(table))

    def _can_tell(self, outline):
        """Whether the statement can carry our own part along."""
        if outline.kind == "other" or outline.returning:
            return False
        # A key that may itself be changed does not lead from the new row to the old one.
        return outline.kind != "update" or self._key(outline.tables[0]) == ("id",)

    def _key(self, table):
        """Columns of the primary key, all columns without one; () for what is not to be kept."""
        if table not in self._keys:
            self._run(sql.PRIMARY_KEY, (f'"{table}"',))
            found = self.cr.fetchone()
            self._keys[table] = tuple(found[0]) if found and found[1] != "t" else ()
        return self._keys[table]

    def _key_of(self, table, alias):
        """SQL of a row's key as JSON."""
        parts = [
            part
            for column in self._key(table)
            for part in (SQL("%s", column), SQL.identifier(alias, column))
        ]
        return SQL("jsonb_build_object(%s)", SQL(", ").join(parts))

    def _same(self, table, left, right):
        """SQL that compares the keys of two rows."""
        return SQL(" AND ").join(
            SQL("%s = %s", SQL.identifier(left, column), SQL.identifier(right, column))
            for column in self._key(table)
        )

    def _telling(self, outline, text, then=sql.REMEMBER):
        """The text of a statement that also keeps the rows it finds."""
        table = outline.tables[0]
        columns = self._key(table)
        then = then.format(
            merge=int(self.merge_id),
            table=table,
            key=", ".join(f"'{column}', w.\"{column}\"" for column in columns),
            join="LEFT" if outline.kind == "insert" else "",
            same=" AND ".join(f'o."{column}" = w."{column}"' for column in columns),
        )
        return statements.telling(text, outline.alias, columns, then)

    def _note_last_id(self, table):
        if table not in self._last_ids and self._key(table) == ("id",):
            # Rows of the highest ids may have been deleted before: those are in the journal.
            self._run(
                SQL(
                    """SELECT GREATEST(0, (SELECT max(id) FROM %s),
                              (SELECT max((row_key ->> 'id')::bigint) FROM crm_dedup_merge_change
                                WHERE merge_id = %s AND table_name = %s))""",
                    SQL.identifier(table),
                    self.merge_id,
                    table,
                )
            )
            self._last_ids[table] = self.cr.fetchone()[0]

    def _run_watched(self, tables, text, params, log_exceptions):
        """The slow way for what cannot be read: triggers that last as long as the statement."""
        watched = set(tables).union(*(self._all_followers(table) for table in tables))
        self._run(sql.TRIGGER)
        for table in sorted(watched - self._watched):
            columns = "{" + ",".join(f'"{column}"' for column in self._key(table)) + "}"
            self._run(
                SQL(
                    """CREATE TRIGGER crm_dedup_remember AFTER INSERT OR UPDATE OR DELETE ON %s
                           FOR EACH ROW EXECUTE FUNCTION pg_temp.crm_dedup_remember(%s, %s)""",
                    SQL.identifier(table),
                    str(self.merge_id),
                    columns,
                )
            )
        # Dropping would take the statement's own result away: the triggers go in the end.
        self._watched |= watched
        return self._run(text, params, log_exceptions)

    # ------------------------------------------------------------------
    # What the database deletes by itself
    # ------------------------------------------------------------------

    def _followers_of(self, table):
        if table not in self._followers:
            self._run(sql.FOLLOWERS, (f'"{table}"',))
            rows = [(name.strip('"'), *rest) for name, *rest in self.cr.fetchall()]
            self._followers[table] = [row for row in rows if self._is_recorded(row[0])]
        return self._followers[table]

    def _all_followers(self, table, known=()):
        found = []
        for follower, _column, how in self._followers_of(table):
            if follower not in known and follower not in found:
                found.append(follower)
                if how == "c":
                    found += self._all_followers(follower, (*known, *found, table))
        return found

    def _remember_followers(self, outline, text, params):
        """Try the deletion out to learn which rows it takes, then keep what hangs on them."""
        table = outline.tables[0]
        if self._key(table) != ("id",):
            return
        self._run("SAVEPOINT crm_dedup_try")
        self._run(self._telling(outline, text, "SELECT w.id FROM written w"), params)
        ids = [row[0] for row in self.cr.fetchall()]
        self._run("ROLLBACK TO SAVEPOINT crm_dedup_try")
        if ids:
            self._remember_hanging(table, ids, set())

    def _remember_hanging(self, table, ids, seen):
        for follower, column, how in self._followers_of(table):
            where = SQL("%s = ANY(%s)", SQL.identifier("o", column), ids)
            self._run(
                SQL(
                    """INSERT INTO crm_dedup_merge_change (merge_id, table_name, row_key, old)
                       SELECT %s, %s, %s, to_jsonb(o) FROM %s o WHERE %s ON CONFLICT DO NOTHING""",
                    self.merge_id,
                    follower,
                    self._key_of(follower, "o"),
                    SQL.identifier(follower),
                    where,
                )
            )
            if how == "c" and self._key(follower) == ("id",):
                self._run(SQL("SELECT o.id FROM %s o WHERE %s", SQL.identifier(follower), where))
                below = [row[0] for row in self.cr.fetchall() if (follower, row[0]) not in seen]
                if below:
                    seen.update((follower, each) for each in below)
                    self._remember_hanging(follower, below, seen)

    # ------------------------------------------------------------------
    # At the end
    # ------------------------------------------------------------------

    def _finish(self):
        """Add what was made and what became of each row; drop what is as it was."""
        for table in sorted(self._watched):
            self._run(SQL("DROP TRIGGER crm_dedup_remember ON %s", SQL.identifier(table)))
        for table, last in self._last_ids.items():
            self._remember_new(table, last)
        self._run(SQL(sql.TABLES, merge=self.merge_id))
        for (table,) in self.cr.fetchall():
            self._run(
                SQL(
                    sql.NOW,
                    merge=self.merge_id,
                    name=table,
                    table=SQL.identifier(table),
                    same=self._same(table, "o", "k"),
                )
            )
        self._run(SQL(sql.CLEAN, merge=self.merge_id))
        self._run(SQL(sql.SHORTEN, merge=self.merge_id))

    def _remember_new(self, table, last):
        """Rows with an id above the last one of before; they had no old image, then."""
        self._run(
            SQL(
                """INSERT INTO crm_dedup_merge_change AS c (merge_id, table_name, row_key)
                   SELECT %s, %s, jsonb_build_object('id', id) FROM %s WHERE id > %s
                       ON CONFLICT DO NOTHING""",
                self.merge_id,
                table,
                SQL.identifier(table),
                last,
            )
        )
        self._run(
            SQL(
                """UPDATE crm_dedup_merge_change SET old = NULL
                    WHERE merge_id = %s AND table_name = %s AND (row_key ->> 'id')::bigint > %s""",
                self.merge_id,
                table,
                last,
            )
        )
