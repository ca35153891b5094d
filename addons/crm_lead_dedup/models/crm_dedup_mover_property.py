# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models, tools
from odoo.tools import SQL

# Properties that name cards of one model; a property's name is the same in all copies of it.
NAMED = """
    SELECT %(number)s, t.id, d.value ->> 'name', d.value -> 'default'
      FROM %(table)s t
     CROSS JOIN LATERAL jsonb_array_elements(
           CASE jsonb_typeof(t.%(column)s) WHEN 'array' THEN t.%(column)s ELSE '[]' END) d
     WHERE d.value ->> 'comodel' = %(model)s AND d.value ->> 'type' IN ('many2one', 'many2many')
"""
FOUND = """
    SELECT t.id FROM %(table)s t
     WHERE t.%(column)s ?| %(names)s AND %(where)s AND EXISTS (
           SELECT FROM jsonb_each(t.%(column)s) p
            CROSS JOIN LATERAL jsonb_array_elements_text(
                  CASE jsonb_typeof(p.value) WHEN 'array' THEN p.value
                       ELSE jsonb_build_array(p.value) END) v
            WHERE p.key = ANY(%(names)s) AND v.value = ANY(%(sources)s))
"""
VALUES = """
    UPDATE %(table)s t
       SET %(column)s = (
           SELECT jsonb_object_agg(p.key, CASE WHEN p.key = ANY(%(names)s) THEN %(value)s
                                               ELSE p.value END)
             FROM jsonb_each(t.%(column)s) p)
     WHERE t.id = ANY(%(ids)s)
"""
DEFAULTS = """
    UPDATE %(table)s t
       SET %(column)s = (
           SELECT jsonb_agg(CASE WHEN p.definition ->> 'name' = ANY(%(names)s)
                                 THEN jsonb_set(p.definition, '{default}', %(value)s)
                                 ELSE p.definition END ORDER BY p.place)
             FROM (SELECT d.value AS definition, d.value -> 'default' AS value, d.place
                     FROM jsonb_array_elements(t.%(column)s) WITH ORDINALITY d(value, place)) p)
     WHERE t.id = ANY(%(ids)s)
"""
# A number, or a list of numbers in which the survivor stands once.
MOVED = """
    CASE jsonb_typeof(p.value)
         WHEN 'number' THEN CASE WHEN p.value::text = ANY(%(sources)s) THEN to_jsonb(%(target)s)
                                 ELSE p.value END
         WHEN 'array' THEN COALESCE((
              SELECT jsonb_agg(m.value ORDER BY m.place)
                FROM (SELECT CASE WHEN v.value::text = ANY(%(sources)s) THEN to_jsonb(%(target)s)
                                  ELSE v.value END AS value, min(v.place) AS place
                        FROM jsonb_array_elements(p.value) WITH ORDINALITY v(value, place)
                       GROUP BY 1) m), p.value)
         ELSE p.value END
"""


class CrmDedupMover(models.AbstractModel):
    """Properties of the kinds many2one and many2many: numbers of cards inside of JSON."""

    _inherit = "crm.dedup.mover"

    @tools.ormcache()
    def _property_columns(self):
        """``((table, column, its column of the container, table and column there), …)``.

        The third is None where the container is not stored: then the properties have one for all.
        """
        found = []
        for model in self.env.registry.values():
            if model._abstract or not model._auto or model._table_query:
                continue
            for field in model._fields.values():
                if field.type != "properties" or not field.store or not field.definition_record:
                    continue
                link = model._fields[field.definition_record]
                container = self.env.registry[link.comodel_name]
                stored = link.name if link.store and link.column_type else None
                place = (container._table, field.definition_record_field)
                found.append((model._table, field.name, stored, *place))
        return tuple(sorted(found, key=str))

    @api.model
    def _move_properties(self, model_name, sources, target):
        """Point properties of whatever record at the survivor, and defaults of new ones."""
        texts = list(map(str, sources))
        moved = SQL(MOVED, sources=texts, target=target)
        named, defaults = self._named_properties(model_name, set(texts))
        for place, names in defaults.items():
            self._rewrite(DEFAULTS, place, names, set().union(*names.values()), moved)
        for table, column, link, *place in self._property_columns():
            if names := named.get(tuple(place)):
                where = self._property_rows(model_name, table, link, names, [*sources, target])
                ids = self._with_properties(table, column, names, where, texts)
                self._rewrite(VALUES, (table, column), names, ids, moved)

    @api.model
    def _named_properties(self, model_name, sources):
        """Properties that name cards of a model, and those whose default is a merged card.

        :return: two of ``{place of the definitions: {name: {container id, …}}}``
        """
        places = sorted({column[3:] for column in self._property_columns()})
        questions = [
            SQL(
                NAMED,
                number=number,
                table=SQL.identifier(table),
                column=SQL.identifier(name),
                model=model_name,
            )
            for number, (table, name) in enumerate(places)
        ]
        named, defaults = ({place: defaultdict(set) for place in places} for _each in range(2))
        rows = self.env.execute_query(SQL(" UNION ALL ").join(questions)) if questions else ()
        for number, container, name, default in rows:
            named[places[number]][name].add(container)
            if sources & set(map(str, default if isinstance(default, list) else [default])):
                defaults[places[number]][name].add(container)
        return named, defaults

    @api.model
    def _property_rows(self, model_name, table, link, names, cards):
        """Rows whose properties these are; no card points at itself or changes when it goes."""
        where = SQL("TRUE")
        if link:
            containers = list(set().union(*names.values()))
            where = SQL("t.%s = ANY(%s)", SQL.identifier(link), containers)
        if table == self.env[model_name]._table:
            where = SQL("%s AND t.id <> ALL(%s)", where, cards)
        return where

    @api.model
    def _with_properties(self, table, column, names, where, sources):
        """Ids of rows in which one of the properties names a merged card."""
        query = SQL(
            FOUND,
            table=SQL.identifier(table),
            column=SQL.identifier(column),
            names=list(names),
            where=where,
            sources=sources,
        )
        return [row[0] for row in self.env.execute_query(query)]

    @api.model
    def _rewrite(self, statement, place, names, ids, value):
        """Run one statement over the rows that need it, and tell the ORM."""
        if not ids:
            return
        table, column = place
        self.env.cr.execute(
            SQL(
                statement,
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                names=list(names),
                ids=list(ids),
                value=value,
            )
        )
        self._changed(table, column, list(ids))
