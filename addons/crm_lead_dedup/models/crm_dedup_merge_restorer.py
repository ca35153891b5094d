# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Takes a journal back."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tools import SQL

from .crm_dedup_merge_journal import STAMPS, Journal

# What a row named is gone: it stays without, or (where it could not be without) it stays away.
DANGLING = """
    UPDATE crm_dedup_merge_change j
       SET restore = CASE WHEN j.operation = 'update' THEN j.restore - %(column)s
                          WHEN %(how)s = 'n' THEN j.restore || jsonb_build_object(%(column)s, NULL)
                     END
     WHERE j.merge_id = %(merge)s AND j.table_name = %(name)s AND j.operation <> 'insert'
       AND j.restore ->> %(column)s IS NOT NULL
       AND NOT EXISTS (SELECT FROM %(target)s t WHERE t.id = (j.restore ->> %(column)s)::int)
       AND NOT EXISTS (SELECT FROM crm_dedup_merge_change d
                        WHERE d.merge_id = j.merge_id AND d.table_name = %(target_name)s
                          AND d.operation = 'delete'
                          AND d.row_key ->> 'id' = j.restore ->> %(column)s)
"""


class Restorer(Journal):
    """Brings the rows of one merge back, by SQL, but for what was decided to be kept."""

    def restore(self):
        """Put everything back but what was decided to be kept."""
        profiles, rescanned = self._profiles()
        self.env["crm.dedup.profile"]._drop_keys(profiles)
        self._prepare()
        steps = [("delete", table) for table in self._parents_first()]
        steps += [("update", table) for table in self.tables]
        steps += [("insert", table) for table in reversed(self._parents_first())]
        while steps:
            waiting = [step for step in steps if not self._try(*step)]
            if len(waiting) == len(steps):
                self._try(*waiting[0], last=True)
            steps = waiting
        self.env["crm.dedup.profile"]._restore_keys(profiles)
        self._recompute()
        # Cards that came back are for the next scan.
        self.env.cr.execute(
            "UPDATE crm_dedup_profile SET is_changed = TRUE WHERE id = ANY(%s)", (rescanned,)
        )

    def _profiles(self):
        """Ids of the profiles in the journal, and of those that were changed after the merge."""
        if "crm_dedup_profile" not in self.tables:
            return [], []
        rows = self.env.execute_query(
            SQL(
                """WITH now AS (%s) SELECT (row_key ->> 'id')::int,
                          image IS NOT NULL AND NOT image @> new FROM now""",
                self._now("crm_dedup_profile"),
            )
        )
        return [row[0] for row in rows], [profile for profile, changed in rows if changed]

    def _prepare(self):
        """Fill ``restore``: the old columns without what stays."""
        cr = self.env.cr
        merge = {"merge": self.merge.id}
        cr.execute(
            "UPDATE crm_dedup_merge_change SET restore = COALESCE(old, '{}')"
            " WHERE merge_id = %(merge)s",
            merge,
        )
        self._keep_what_was_decided()
        self._hand_over_to_later_merges()
        for table in self.tables:
            self._keep_stamps(table)
            for column, target, how in self._links(table):
                self.env.cr.execute(
                    SQL(
                        DANGLING,
                        column=column,
                        how=how,
                        merge=self.merge.id,
                        name=table,
                        target=SQL.identifier(target),
                        target_name=target,
                    )
                )

    def _keep_what_was_decided(self):
        for conflict in self.merge.conflict_ids.filtered(lambda row: row.decision == "keep"):
            self.env.cr.execute(
                "UPDATE crm_dedup_merge_change SET restore ="
                " CASE WHEN %(column)s IS NOT NULL THEN restore - %(column)s::text END"
                " WHERE id = %(id)s",
                {"column": conflict.column_name or None, "id": conflict.change_id.id},
            )

    def _hand_over_to_later_merges(self):
        """The later merge shall bring back what was there before *this* one."""
        for table in self.tables:
            for change, column in self._overwritten(table):
                if column:
                    self._hand_over(change, column)
                else:
                    self._forget_in_later(change)

    def _hand_over(self, change, column):
        self.env.cr.execute(
            """WITH mine AS (
                   UPDATE crm_dedup_merge_change SET restore = restore - %(column)s
                    WHERE id = %(change)s AND old ? %(column)s
                RETURNING table_name, row_key, merge_id, old -> %(column)s AS value)
               UPDATE crm_dedup_merge_change l
                  SET old = jsonb_set(l.old, ARRAY[%(column)s], mine.value)
                 FROM mine
                WHERE l.id = (SELECT n.id FROM crm_dedup_merge_change n
                                JOIN crm_dedup_merge m ON m.id = n.merge_id AND m.state = 'done'
                               WHERE n.table_name = mine.table_name AND n.row_key = mine.row_key
                                 AND n.merge_id > mine.merge_id AND n.old ? %(column)s
                               ORDER BY n.merge_id LIMIT 1)""",
            {"change": change, "column": column},
        )

    def _forget_in_later(self, change):
        """A row of ours which a later merge deleted, or one we deleted and it made again."""
        self.env.cr.execute(
            """DELETE FROM crm_dedup_merge_change l
                USING crm_dedup_merge_change j, crm_dedup_merge m
                WHERE j.id = %s AND l.table_name = j.table_name AND l.row_key = j.row_key
                  AND l.merge_id > j.merge_id AND m.id = l.merge_id AND m.state = 'done'
                  AND (j.operation, l.operation) IN (('insert', 'delete'), ('delete', 'insert'))""",
            (change,),
        )

    def _keep_stamps(self, table):
        """A row that somebody wrote since keeps who and when."""
        if "write_date" in self.columns[table]:
            self.env.cr.execute(
                SQL(
                    """WITH now AS (%(now)s)
                       UPDATE crm_dedup_merge_change j SET restore = j.restore - %(stamps)s::text[]
                         FROM now n
                        WHERE n.id = j.id AND j.operation = 'update' AND n.new ? 'write_date'
                          AND n.image -> 'write_date' IS DISTINCT FROM n.new -> 'write_date'""",
                    now=self._now(table),
                    stamps=list(STAMPS),
                )
            )

    def _try(self, operation, table, last=False):
        """Do one step; what stands in its way may be gone after another one."""
        step = {"delete": self._again, "update": self._back, "insert": self._away}[operation]
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(step(table), log_exceptions=False)
        except IntegrityError as error:
            if last:
                raise UserError(
                    self.env._(
                        "This merge cannot be undone, something new stands in the way: %(error)s",
                        error=error.diag.message_detail or str(error),
                    )
                ) from error
            return False
        return True

    def _journal(self, table, operation):
        return SQL(
            "j.merge_id = %s AND j.table_name = %s AND j.operation = %s AND j.restore IS NOT NULL",
            self.merge.id,
            table,
            operation,
        )

    def _again(self, table):
        """Rows that the merge deleted."""
        return SQL(
            """INSERT INTO %(table)s (%(columns)s)
               SELECT %(picked)s FROM crm_dedup_merge_change j
                CROSS JOIN LATERAL jsonb_populate_record(NULL::%(table)s, j.restore) r
                WHERE %(journal)s AND NOT EXISTS (SELECT FROM %(table)s o WHERE %(same)s)
                ORDER BY j.id""",
            table=SQL.identifier(table),
            columns=SQL(", ").join(map(SQL.identifier, self.columns[table])),
            picked=SQL(", ").join(SQL.identifier("r", name) for name in self.columns[table]),
            journal=self._journal(table, "delete"),
            same=self._same(table, "o", "r"),
        )

    def _back(self, table):
        """Columns that the merge changed."""
        self.env.cr.execute(
            SQL(
                "SELECT DISTINCT jsonb_object_keys(j.restore) FROM crm_dedup_merge_change j"
                " WHERE %s",
                self._journal(table, "update"),
            )
        )
        names = {row[0] for row in self.env.cr.fetchall()} & {*self.columns[table]}
        if not names:
            return SQL("SELECT")
        return SQL(
            """UPDATE %(table)s o SET %(columns)s
                 FROM (SELECT p.* FROM crm_dedup_merge_change j
                        CROSS JOIN LATERAL jsonb_populate_record(NULL::%(table)s, j.row_key) k
                         JOIN %(table)s t ON %(found)s
                        CROSS JOIN LATERAL jsonb_populate_record(t, j.restore) p
                        WHERE %(journal)s) r
                WHERE %(same)s""",
            table=SQL.identifier(table),
            columns=SQL(", ").join(
                SQL("%s = %s", SQL.identifier(name), SQL.identifier("r", name))
                for name in sorted(names)
            ),
            found=self._same(table, "t", "k"),
            journal=self._journal(table, "update"),
            same=self._same(table, "o", "r"),
        )

    def _away(self, table):
        """Rows that the merge made."""
        return SQL(
            """DELETE FROM %(table)s o USING crm_dedup_merge_change j
                CROSS JOIN LATERAL jsonb_populate_record(NULL::%(table)s, j.row_key) k
                WHERE %(journal)s AND %(same)s""",
            table=SQL.identifier(table),
            journal=self._journal(table, "insert"),
            same=self._same(table, "o", "k"),
        )

    def _parents_first(self):
        """The tables of the journal, those others refer to first."""
        self.env.cr.execute(
            """SELECT DISTINCT r.relname::text, f.relname::text FROM pg_constraint c
                 JOIN pg_class r ON r.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
                WHERE c.contype = 'f' AND r.relname = ANY(%(names)s) AND f.relname = ANY(%(names)s)
                  AND r.oid <> f.oid""",
            {"names": self.tables},
        )
        needs = {table: set() for table in self.tables}
        for table, parent in self.env.cr.fetchall():
            needs[table].add(parent)
        ordered = []
        while needs:
            # In a ring any order will do: what fails is tried again after the others.
            ready = [name for name, parents in needs.items() if parents <= {*ordered}]
            for name in ready or sorted(needs)[:1]:
                ordered.append(name)
                del needs[name]
        return ordered

    def _recompute(self):
        """Stored fields that follow from others, where something else was changed since."""
        self.env.invalidate_all()
        for table in self.tables:
            model, names = self._model(table), self._computed(table)
            if not names:
                continue
            rows = self.env.execute_query(
                SQL(
                    """WITH now AS (%s) SELECT id, (image ->> 'id')::int, key FROM now,
                       jsonb_each(new) WHERE operation = 'update' AND image IS NOT NULL
                       AND key = ANY(%s) AND (image -> key)::text IS DISTINCT FROM
                       (old -> key)::text""",
                    self._now(table),
                    names,
                )
            )
            for _change, record, name in rows:
                self.env.add_to_compute(model._fields[name], model.browse(record))
        self.env.flush_all()
