# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads a journal: its tables, their keys, and what was changed since."""

from odoo.tools import SQL

# Who wrote last and when is nothing to decide about: it goes back if nobody wrote since.
STAMPS = ("write_date", "write_uid")
# Rows of the journal beside the rows as they are now; NULL when they are gone.
NOW = """
    SELECT j.id, j.operation, j.old, j.new, j.row_key, to_jsonb(o) AS image
      FROM crm_dedup_merge_change j
     CROSS JOIN LATERAL jsonb_populate_record(NULL::%(table)s, j.row_key) k
      LEFT JOIN %(table)s o ON %(same)s
     WHERE j.merge_id = %(merge)s AND j.table_name = %(name)s
"""
CHANGED_COLUMNS = """
    WITH now AS (%(now)s)
    SELECT n.id, v.key, n.old ->> v.key, v.value #>> '{}', n.image ->> v.key
      FROM now n CROSS JOIN LATERAL jsonb_each(n.new) v
     WHERE n.operation = 'update' AND n.image IS NOT NULL
       AND (n.image -> v.key)::text IS DISTINCT FROM v.value::text
       AND (n.image -> v.key)::text IS DISTINCT FROM (n.old -> v.key)::text
       AND v.key <> ALL(%(free)s)
       AND NOT (v.key = ANY(%(links)s) AND n.image -> v.key = 'null')
     ORDER BY n.id, v.key
"""
CHANGED_ROWS = """
    WITH now AS (%(now)s)
    SELECT n.id, NULL, n.old::text, n.new::text, n.image::text
      FROM now n
     CROSS JOIN LATERAL (SELECT %(free)s::text[] || ARRAY(
            SELECT link FROM unnest(%(links)s::text[]) link WHERE n.image -> link = 'null'
       ) AS names) free
     WHERE n.image IS NOT NULL
       AND (n.image - free.names)::text
           IS DISTINCT FROM (COALESCE(n.old, n.new) - free.names)::text
       AND n.operation IN ('insert', 'delete')
     ORDER BY n.id
"""
LINKS = """
    SELECT a.attname::text, f.relname::text, c.confdeltype
      FROM pg_constraint c
      JOIN pg_class f ON f.oid = c.confrelid
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.conrelid = to_regclass(%s) AND cardinality(c.conkey) = 1
"""


class Journal:
    """The journal of one merge beside the rows as they are now.

    :param env: of a superuser or not; only its cursor and registry are used
    :param merge: a single ``crm.dedup.merge``
    """

    def __init__(self, env, merge):
        self.env = env(su=True)
        self.merge = merge
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT DISTINCT table_name FROM crm_dedup_merge_change WHERE merge_id = %s ORDER BY 1",
            (merge.id,),
        )
        names = [row[0] for row in self.env.cr.fetchall()]
        self.columns = {name: self._columns(name) for name in names}
        # Tables of add-ons that were uninstalled since are gone, with what they held.
        self.tables = [name for name in names if self.columns[name]]
        self.keys = {name: self._key(name) for name in self.tables}
        self.links = {}

    def _columns(self, table):
        self.env.cr.execute(
            """SELECT attname::text FROM pg_attribute
                WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped
                  AND attgenerated = ''""",
            (f'"{table}"',),
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def _key(self, table):
        self.env.cr.execute(
            "SELECT jsonb_object_keys(row_key) FROM crm_dedup_merge_change"
            " WHERE merge_id = %s AND table_name = %s LIMIT 20",
            (self.merge.id, table),
        )
        return sorted({row[0] for row in self.env.cr.fetchall()})

    def _same(self, table, left, right):
        return SQL(" AND ").join(
            SQL("%s = %s", SQL.identifier(left, column), SQL.identifier(right, column))
            for column in self.keys[table]
        )

    def _now(self, table):
        return SQL(
            NOW,
            table=SQL.identifier(table),
            same=self._same(table, "o", "k"),
            merge=self.merge.id,
            name=table,
        )

    # ------------------------------------------------------------------
    # What was changed since
    # ------------------------------------------------------------------

    def conflicts(self):
        """Values for ``crm.dedup.merge.conflict``: what somebody changed after the merge."""
        found = []
        for table in self.tables:
            # What is derived for the search of duplicates is made anew, never asked about.
            if table.startswith("crm_dedup_"):
                continue
            overwritten = self._overwritten(table)
            free = [*STAMPS, *self._computed(table)]
            # The database emptied these itself when what they named was deleted.
            links = [column for column, _target, how in self._links(table) if how == "n"]
            for query in (CHANGED_COLUMNS, CHANGED_ROWS):
                rows = self.env.execute_query(
                    SQL(query, now=self._now(table), free=free, links=links)
                )
                found += [
                    {
                        "change_id": change,
                        "table_name": table,
                        "column_name": column,
                        "old": old,
                        "new": new,
                        "present": present,
                    }
                    for change, column, old, new, present in rows
                    if (change, column) not in overwritten and (change, None) not in overwritten
                ]
        return found

    def _links(self, table):
        """``[(column, table it refers to, what happens when that row is deleted)]``."""
        if table not in self.links:
            self.env.cr.execute(LINKS, (f'"{table}"',))
            self.links[table] = self.env.cr.fetchall()
        return self.links[table]

    def _computed(self, table):
        """Stored columns that follow from others: nobody decides about them."""
        model = self._model(table)
        if model is None:
            return []
        return [
            name
            for name, field in model._fields.items()
            if field.store and field.compute and field.readonly and field.column_type
        ]

    def _model(self, table):
        return self.env.get(self.env["crm.dedup.mover"]._models_by_table().get(table, ""))

    def _overwritten(self, table):
        """``{(change, column)}`` that a later merge, still standing, wrote over."""
        rows = self.env.execute_query(
            SQL(
                """SELECT j.id, CASE WHEN l.operation = 'update' THEN k.key END
                     FROM crm_dedup_merge_change j
                     JOIN crm_dedup_merge_change l ON l.table_name = j.table_name
                      AND l.row_key = j.row_key AND l.merge_id > j.merge_id
                     JOIN crm_dedup_merge m ON m.id = l.merge_id AND m.state = 'done'
                     LEFT JOIN LATERAL jsonb_object_keys(
                          CASE WHEN l.operation = 'update' THEN l.old END) k(key) ON TRUE
                    WHERE j.merge_id = %s AND j.table_name = %s""",
                self.merge.id,
                table,
            )
        )
        return set(rows)
