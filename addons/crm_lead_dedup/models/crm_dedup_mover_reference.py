# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models, tools
from odoo.tools import SQL

from .crm_dedup_mover import Reference

COMPANY_VALUES = """
    UPDATE %(table)s SET %(field)s = (
           SELECT jsonb_object_agg(key, CASE WHEN value::text::int = ANY(%(sources)s)
                                             THEN to_jsonb(%(target)s) ELSE value END)
             FROM jsonb_each(%(field)s))
     WHERE id = ANY(%(ids)s)
"""


class CrmDedupMover(models.AbstractModel):
    """References that no foreign key tells: 'model,id' texts, values per company, defaults."""

    _inherit = "crm.dedup.mover"

    @tools.ormcache()
    def _reference_columns(self):
        """``((table, column), …)`` of fields that hold a text such as ``res.partner,7``."""
        return tuple(
            (model._table, field.name)
            for model in self.env.registry.values()
            if not model._abstract and model._auto and not model._table_query
            for field in model._fields.values()
            if field.type == "reference" and field.store and not field.company_dependent
        )

    @api.model
    def _text_references(self, model_name, sources, target):
        texts = [f"{model_name},{source}" for source in sources]
        for table, column in self._reference_columns():
            if not self._is_skipped(table, column):
                where = SQL("%s = ANY(%s)", SQL.identifier(column), texts)
                yield Reference(table, column, where, f"{model_name},{target}")
        # Defaults of users and companies that name a merged card.
        where = SQL(
            """json_value = ANY(%s) AND field_id IN (
                SELECT id FROM ir_model_fields WHERE relation = %s AND ttype = 'many2one')""",
            list(map(str, sources)),
            model_name,
        )
        yield Reference("ir_default", "json_value", where, str(target))

    @api.model
    def _move_company_values(self, model_name, sources, target):
        """Fields with a value per company that point at a merged card, in any company."""
        for field in self.env.registry.many2one_company_dependents[model_name]:
            table = self.env[field.model_name]._table
            name, column = SQL.identifier(table), SQL.identifier(field.name)
            rows = self.env.execute_query(
                SQL(
                    """SELECT DISTINCT t.id FROM %s t, jsonb_each_text(t.%s) v
                        WHERE v.value = ANY(%s)""",
                    name,
                    column,
                    list(map(str, sources)),
                )
            )
            if not (ids := [row[0] for row in rows]):
                continue
            self.env.cr.execute(
                SQL(
                    COMPANY_VALUES,
                    table=name,
                    field=column,
                    sources=sources,
                    target=target,
                    ids=ids,
                )
            )
            self._changed(table, field.name, ids)

    @api.model
    def _fill_company_values(self, sources, target):
        """Values per company which the survivor lacks come from the merged cards."""
        table = SQL.identifier(target._table)
        for field in target._fields.values():
            if not field.company_dependent or not field.store:
                continue
            self.env.cr.execute(
                SQL(
                    """UPDATE %(table)s SET %(field)s = merged.value || COALESCE(%(field)s, '{}')
                         FROM (SELECT jsonb_object_agg(v.key, v.value
                                      ORDER BY array_position(%(sources)s, s.id) DESC) AS value
                                 FROM %(table)s s, jsonb_each(s.%(field)s) v
                                WHERE s.id = ANY(%(sources)s)) merged
                        WHERE id = %(target)s AND merged.value IS NOT NULL""",
                    table=table,
                    field=SQL.identifier(field.name),
                    sources=sources.ids,
                    target=target.id,
                )
            )
