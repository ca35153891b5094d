# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from dataclasses import dataclass

from psycopg2 import IntegrityError
from psycopg2.errors import RaiseException

from odoo import api, models, tools
from odoo.tools import SQL

FOREIGN_KEYS = """
    SELECT r.relname::text, a.attname::text,
           EXISTS (SELECT 1 FROM pg_attribute i WHERE i.attrelid = r.oid AND i.attname = 'id')
      FROM pg_constraint c
      JOIN pg_class r ON r.oid = c.conrelid
      JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = to_regclass(%s) AND cardinality(c.conkey) = 1
       AND r.relnamespace = current_schema::regnamespace
     ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that may refer to merged cards: which rows do, and what they get instead."""

    table: str
    column: str
    where: SQL
    value: object
    # A row of a many2many, without a number of its own.
    is_link: bool = False


class CrmDedupMover(models.AbstractModel):
    """Points everything that belongs to merged cards at their survivor, whatever module it is of.

    Plain SQL, so that nobody's rights, hooks or dates come into it. A row whose move would break
    a unique index or a check stays with the archived card; no row is ever deleted.
    """

    _name = "crm.dedup.mover"
    _description = "Moves What Belongs to Merged Cards"

    @api.model
    def _move(self, sources, target):
        """Move whatever refers to ``sources`` (one model, best first) to ``target``.

        :return: ``{table: number of rows moved}``
        """
        return self._move_ids(target._name, sources.ids, target.id)

    @api.model
    def _move_ids(self, model_name, sources, target):
        moved = defaultdict(int)
        self.env.flush_all()
        for reference in self._present(self._references(model_name, sources, target)):
            if reference.is_link:
                self._move_links(reference, sources, target)
                continue
            ids = self._reassign(reference)
            moved[reference.table] += len(ids)
            self._changed(reference.table, reference.column, ids)
        self._move_company_values(model_name, sources, target)
        self._move_properties(model_name, sources, target)
        self._recompute()
        return dict(moved)

    @api.model
    def _references(self, model_name, sources, target):
        """Every place that may refer to one of the cards, as :class:`Reference`. Hook."""
        return [
            *self._foreign_keys(model_name, sources, target),
            *self._pair_references(model_name, sources, target),
            *self._text_references(model_name, sources, target),
        ]

    @api.model
    def _present(self, references):
        """Those of the places that have rows, all asked in one query."""
        if not references:
            return []
        questions = SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s WHERE EXISTS (SELECT FROM %s t WHERE %s)",
                number,
                SQL.identifier(reference.table),
                reference.where,
            )
            for number, reference in enumerate(references)
        )
        return [references[number] for (number,) in self.env.execute_query(questions)]

    # ------------------------------------------------------------------
    # Where references are
    # ------------------------------------------------------------------

    @api.model
    def _skipped(self):
        """``(table, column)`` that a merge treats by itself or leaves alone; ``*`` for all. Hook.

        Our own tables about duplicates speak of the very card; identifiers are moved one by one.
        """
        return {("crm_identifier", "*")}

    @api.model
    def _is_skipped(self, table, column):
        skipped = self._skipped()
        return (
            table.startswith(("crm_dedup_", "base_partner_merge_"))
            or column == "merged_into_id"
            or bool({(table, "*"), (table, column)} & skipped)
        )

    @api.model
    def _further_pairs(self):
        """Pairs of a model and a number that no field type tells: ``{table: [(number, model)]}``.

        The column of the model holds its name or the id of its ``ir.model`` row. Hook.
        """
        return {
            "mail_alias": [
                ("alias_parent_thread_id", "alias_parent_model_id"),
                ("alias_force_thread_id", "alias_model_id"),
            ]
        }

    @tools.ormcache()
    def _pairs(self):
        """Every stored pair of a model and a number: ``((table, number, model column), …)``."""
        pairs = {(table, *pair) for table, found in self._further_pairs().items() for pair in found}
        for model in self.env.registry.values():
            if model._abstract or not model._auto or model._table_query:
                continue
            for field in model._fields.values():
                if field.type == "many2one_reference" and field.store:
                    pairs.add((model._table, field.name, self._model_column(model, field)))
        return tuple(sorted(pair for pair in pairs if pair[2]))

    @api.model
    def _model_column(self, model, field):
        """The stored column that says of which model a reference is, or None."""
        named = model._fields.get(field.model_field)
        if named is None:
            return None
        if named.store:
            return named.name
        origin = model._fields.get(named.related.split(".")[0]) if named.related else None
        return origin.name if origin is not None and origin.store else None

    # ------------------------------------------------------------------
    # Moving
    # ------------------------------------------------------------------

    @api.model
    def _foreign_keys(self, model_name, sources, target):
        own = self.env[model_name]._table
        self.env.cr.execute(FOREIGN_KEYS, (f'"{own}"',))
        for table, column, has_id in self.env.cr.fetchall():
            if self._is_skipped(table, column):
                continue
            where = SQL("%s = ANY(%s)", SQL.identifier(column), sources)
            if table == own:
                # The merged cards stay as they are, and no card points at itself.
                where = SQL("%s AND id <> ALL(%s)", where, [*sources, target])
            yield Reference(table, column, where, target, is_link=not has_id)

    @api.model
    def _pair_references(self, model_name, sources, target):
        names = [model_name, str(self.env["ir.model"]._get_id(model_name))]
        for table, column, model_column in self._pairs():
            if self._is_skipped(table, column):
                continue
            where = SQL(
                "%s = ANY(%s) AND %s::text = ANY(%s)",
                SQL.identifier(column),
                sources,
                SQL.identifier(model_column),
                names,
            )
            if table == "ir_attachment":
                where = SQL("%s AND %s", where, self._attachment_moves(model_name, sources, target))
            yield Reference(table, column, where, target)

    @api.model
    def _attachment_moves(self, model_name, sources, target):
        """Of a field's file (an image) the survivor keeps its own, or gets the best card's."""
        return SQL(
            """(res_field IS NULL OR id IN (
                SELECT DISTINCT ON (a.res_field) a.id FROM ir_attachment a
                 WHERE a.res_model = %(model)s AND a.res_id = ANY(%(sources)s)
                   AND NOT EXISTS (SELECT FROM ir_attachment own WHERE own.res_model = %(model)s
                                      AND own.res_id = %(target)s AND own.res_field = a.res_field)
                 ORDER BY a.res_field, array_position(%(sources)s, a.res_id)))""",
            model=model_name,
            sources=sources,
            target=target,
        )

    @api.model
    def _reassign(self, reference):
        """Give the column its new value in all rows that may have it; ids of those rows."""
        name = SQL.identifier(reference.table)
        query = SQL("SELECT id FROM %s WHERE %s ORDER BY id", name, reference.where)
        ids = [row[0] for row in self.env.execute_query(query)]
        column = SQL.identifier(reference.column)
        return self._assign(name, column, ids, reference.value) if ids else []

    @api.model
    def _assign(self, table, column, ids, value):
        """All at once; on a conflict half by half, so that only the rows in conflict stay."""
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    SQL("UPDATE %s SET %s = %s WHERE id = ANY(%s)", table, column, value, ids),
                    log_exceptions=False,
                )
        except (IntegrityError, RaiseException):
            if len(ids) == 1:
                return []
        else:
            return ids
        middle = len(ids) // 2
        return [
            *self._assign(table, column, ids[:middle], value),
            *self._assign(table, column, ids[middle:], value),
        ]

    @api.model
    def _count(self, sources):
        """What would move, for people: ``[{"label", "count"}, …]``, the most first."""
        counts = defaultdict(int)
        names = self._models_by_table()
        for reference in self._present(self._references(sources._name, sources.ids, 0)):
            if reference.table in names and reference.table != sources._table:
                query = SQL(
                    "SELECT count(*) FROM %s WHERE %s",
                    SQL.identifier(reference.table),
                    reference.where,
                )
                counts[reference.table] += self.env.execute_query(query)[0][0]
        shown = [
            {"label": self.env["ir.model"]._get(names[table]).name, "count": count}
            for table, count in counts.items()
        ]
        return sorted(shown, key=lambda row: (-row["count"], row["label"]))

    # ------------------------------------------------------------------
    # What follows from it
    # ------------------------------------------------------------------

    @tools.ormcache()
    def _models_by_table(self):
        return {
            model._table: model._name
            for model in self.env.registry.values()
            if not model._abstract and model._auto
        }

    @api.model
    def _changed(self, table, column, ids):
        """Tell the ORM that a column was changed behind its back."""
        model = self.env.get(self._models_by_table().get(table, ""))
        if model is not None and ids and column in model._fields:
            records = model.sudo().browse(ids)
            records.invalidate_recordset([column])
            records.modified([column])
            self._keep_editable()

    @api.model
    def _keep_editable(self):
        """Recompute only stored fields that nobody may edit.

        Those that people may edit (terms of payment of an order, its address) are defaults that
        were taken long ago: they stay.
        """
        for field in list(self.env.fields_to_compute()):
            if not field.readonly:
                self.env.remove_to_compute(field, self.env.records_to_compute(field))

    @api.model
    def _recompute(self):
        self._keep_editable()
        self.env.flush_all()
        self.env.invalidate_all()
