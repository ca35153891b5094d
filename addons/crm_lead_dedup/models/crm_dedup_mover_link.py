# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

# Of several merged cards with the same link the best card's is taken.
LINKS = """
    SELECT DISTINCT ON (to_jsonb(t) - %(name)s) to_jsonb(t) - %(name)s, t.%(column)s
      FROM %(table)s t
     WHERE t.%(column)s = ANY(%(sources)s) AND NOT EXISTS (
           SELECT FROM %(table)s d WHERE d.%(column)s = %(target)s
              AND to_jsonb(d) - %(name)s = to_jsonb(t) - %(name)s)
     ORDER BY to_jsonb(t) - %(name)s, array_position(%(sources)s, t.%(column)s)
"""


class CrmDedupMover(models.AbstractModel):
    """Rows of many2many fields: tags, attendees, whoever is linked on both sides."""

    _inherit = "crm.dedup.mover"

    @api.model
    def _move_links(self, reference, sources, target):
        """Rows of a many2many: a link the survivor has already stays with the merged card."""
        table, column = reference.table, reference.column
        links = self.env.execute_query(
            SQL(
                LINKS,
                name=column,
                column=SQL.identifier(column),
                table=SQL.identifier(table),
                sources=sources,
                target=target,
            )
        )
        for others, source in links:
            if target in others.values() and self._is_about_same(table, column, others):
                continue
            row = {**others, column: source}
            where = SQL(" AND ").join(
                SQL("%s = %s", SQL.identifier(name), value) for name, value in row.items()
            )
            self.env.cr.execute(SQL("DELETE FROM %s WHERE %s", SQL.identifier(table), where))
            row[column] = target
            self.env.cr.execute(
                SQL(
                    "INSERT INTO %s (%s) VALUES %s",
                    SQL.identifier(table),
                    SQL(", ").join(map(SQL.identifier, row)),
                    tuple(row.values()),
                )
            )

    @api.model
    def _is_about_same(self, table, column, others):
        """Whether the other column of a link points at the same table: no card knows itself."""
        self.env.cr.execute(
            """SELECT count(DISTINCT confrelid) FROM pg_constraint
                WHERE conrelid = to_regclass(%s) AND contype = 'f'""",
            (f'"{table}"',),
        )
        return self.env.cr.fetchone()[0] == 1
