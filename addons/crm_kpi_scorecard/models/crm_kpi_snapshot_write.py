# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal
from fractions import Fraction

from odoo import fields, models
from odoo.tools import SQL

from ..tools.figures import Figure
from ..tools.periods import Period
from .kpi_reading import Key
from .kpi_row import COMPUTED, CONTENT, IDENTITY, Row
from .levels import SUBJECT_FIELDS, SUBJECTS

# PostgreSQL takes 65,535 values in one statement at most; psycopg2 writes them into the text, and
# a statement of some megabytes is enough.
BATCH = 2000


class CrmKpiSnapshot(models.Model):
    """Rows from the database and to it, thousands at a time."""

    _inherit = "crm.kpi.snapshot"

    def _kpi_load(self, company, definitions, kind, starts):
        """The stored figures of these periods, by their place.

        :param starts: first days of periods
        :return: ``{(definition id, Key): Row}``
        """
        names = [name for name in (*IDENTITY, *CONTENT) if name not in COMPUTED]
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM crm_kpi_snapshot WHERE company_id = %s AND kind = %s"
                " AND definition_id IN %s AND date_from IN %s",
                SQL(", ").join(
                    # Odoo reads numbers of the database as floats; these are compared exactly.
                    SQL("%s::text", SQL.identifier(name))
                    if name in ("numerator", "denominator")
                    else SQL.identifier(name)
                    for name in names
                ),
                company.id,
                kind,
                tuple(definitions.ids) or (0,),
                tuple(starts) or (None,),
            )
        )
        found = {}
        for number, *values in rows:
            row = self._kpi_row(number, dict(zip(names, values, strict=True)))
            definition = definitions.browse(row.definition_id)
            if row.value is not None:
                parts = (row.numerator, row.denominator)
                above, below = (None if part is None else Fraction(part) for part in parts)
                row.exact = definition._kpi_scaled(Figure(above, below))
            found[row.place] = row
        return found

    def _kpi_row(self, number, values):
        """A row of the table as plain values."""
        for name in ("numerator", "denominator"):
            values[name] = None if values[name] is None else Decimal(values[name])
        level = values.pop("level")
        subject = tuple(values[name] or 0 for name in SUBJECTS[level])
        period = Period(values.pop("kind"), values.pop("date_from"))
        key = Key(values.pop("company_id"), period, level, subject)
        for name in SUBJECT_FIELDS:
            values.pop(name)
        return Row(values.pop("definition_id"), key, id=number, **values)

    def _kpi_write(self, rows, stored):
        """Write the rows that differ from what is stored.

        Written in one order, so that a manager who accepts a restatement meanwhile waits, and does
        not lock out.

        :return: the rows written, with their ids
        """
        changed = [
            row
            for row in rows
            if row.place not in stored or stored[row.place].content() != row.content()
        ]
        changed.sort(key=lambda row: (row.definition_id, row.identity()[1:5], row.key.subject))
        written = []
        for start in range(0, len(changed), BATCH):
            part = changed[start : start + BATCH]
            by_identity = {row.identity(): row for row in part}
            for number, *identity in self.env.execute_query(self._kpi_upsert_sql(part)):
                row = by_identity[tuple(identity)]
                row.id = number
                written.append(row)
        if written:
            self.env["crm.kpi.snapshot"].invalidate_model()
        return written

    def _kpi_upsert_sql(self, rows):
        """Insert or replace; where nothing differs, nothing is written."""
        names = (*IDENTITY, *CONTENT, "computed_at")
        now = fields.Datetime.now()
        identity = SQL(", ").join(
            SQL("COALESCE(%s, 0)", SQL.identifier(name))
            if name in SUBJECT_FIELDS
            else SQL.identifier(name)
            for name in IDENTITY
        )
        content = [SQL.identifier(name) for name in CONTENT]
        return SQL(
            "INSERT INTO crm_kpi_snapshot AS old (%(names)s) VALUES %(values)s"
            " ON CONFLICT (%(identity)s) DO UPDATE SET %(changes)s,"
            " computed_at = EXCLUDED.computed_at"
            " WHERE (%(before)s) IS DISTINCT FROM (%(after)s)"
            " RETURNING id, %(returned)s",
            names=SQL(", ").join(SQL.identifier(name) for name in names),
            values=SQL(", ").join(
                SQL("%s", (*row.identity(), *row.content(), now)) for row in rows
            ),
            identity=identity,
            changes=SQL(", ").join(SQL("%s = EXCLUDED.%s", name, name) for name in content),
            before=SQL(", ").join(SQL("old.%s", name) for name in content),
            after=SQL(", ").join(SQL("EXCLUDED.%s", name) for name in content),
            returned=SQL(", ").join(SQL.identifier(name) for name in IDENTITY),
        )
