# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL


class CrmKpiMeasure(models.Model):
    """How a measure's paths become columns of one query."""

    _inherit = "crm.kpi.measure"

    def _kpi_path(self, model, path, query):
        """The column at the end of a path, with the joins that lead there.

        :param model: the (sudo) model the path starts from
        :param str path: names of fields, all but the last many2one
        :param Query query: gets the joins
        :return: (SQL of the column, its field, alias and model where it stands)
        :raises ValueError: where the path leads nowhere
        """
        alias = query.table
        *steps, last = path.split(".")
        for step in steps:
            field = model._fields.get(step)
            if field is None or field.type != "many2one":
                raise ValueError(path)
            comodel = model.env[field.comodel_name]
            coalias = query.make_alias(alias, step)
            query.add_join(
                "LEFT JOIN",
                coalias,
                comodel._table,
                SQL(
                    "%s = %s",
                    model._field_to_sql(alias, step, query),
                    SQL.identifier(coalias, "id"),
                ),
            )
            model, alias = comodel, coalias
        field = model._fields.get(last)
        if field is None:
            raise ValueError(path)
        if field.type == "many2many":
            return self._kpi_relation(alias, field, query), field, alias, model
        return model._field_to_sql(alias, last, query), field, alias, model

    def _kpi_relation(self, alias, field, query):
        """The other side of a many2many: a row for each."""
        related = query.make_alias(alias, field.name)
        query.add_join(
            "LEFT JOIN",
            related,
            field.relation,
            SQL("%s = %s", SQL.identifier(alias, "id"), SQL.identifier(related, field.column1)),
        )
        return SQL.identifier(related, field.column2)

    def _kpi_local(self, column, field, zone):
        """A date or moment as local wall-clock time (PostgreSQL's timestamp without zone)."""
        if field.type == "date":
            return SQL("%s::timestamp", column)
        return SQL("timezone(%s, timezone('UTC', %s))", zone, column)

    def _kpi_company_sql(self, model, query, reading):
        """The company of a fact: its own, else that of the person, else the first there is."""
        columns = [self._kpi_path(model, path, query)[0] for path in self._kpi_company_paths()]
        return SQL("COALESCE(%s)", SQL(", ").join([*columns, SQL("%s", reading.first_company)]))

    def _kpi_value_sql(self, model, query, local):
        """The number of a fact; money in the currency of the company it is counted for."""
        column, field, alias, owner = self._kpi_path(model, self._kpi_setting("value_field"), query)
        if self._kpi_setting("aggregate") == "distinct":
            return column
        amount = SQL("%s::numeric", column)
        if not (self._kpi_setting("currency_path") or field.type == "monetary"):
            return amount
        currency = self._kpi_currency_sql(model, query, field, alias, owner)
        return SQL(
            "CASE WHEN %(from)s = company.currency_id THEN %(amount)s"
            " ELSE %(amount)s * %(rate_into)s / %(rate_from)s END",
            **{"from": currency},
            amount=amount,
            rate_into=self._kpi_rate_sql(SQL.identifier("company", "currency_id"), local),
            rate_from=self._kpi_rate_sql(currency, local),
        )

    def _kpi_currency_sql(self, model, query, field, alias, owner):
        """The currency a fact is written in; its company's where the record does not say."""
        own = SQL.identifier("company", "own_currency_id")
        path = self._kpi_setting("currency_path")
        if path:
            return SQL("COALESCE(%s, %s)", self._kpi_path(model, path, query)[0], own)
        name = field.get_currency_field(owner)
        currency = owner._fields.get(name) if name else None
        if currency is None or not (currency.store or currency.related):
            return own
        return SQL("COALESCE(%s, %s)", owner._field_to_sql(alias, name, query), own)

    def _kpi_rate_sql(self, currency, local):
        """The rate of a currency on the fact's local day, in the table of the company asked.

        As core has it (`res.currency._get_rates`): the last on or before the day, else the first.
        """
        rates = SQL(
            "SELECT r.rate::numeric FROM res_currency_rate r WHERE r.currency_id = %s"
            " AND (r.company_id IS NULL OR r.company_id = company.root_id)",
            currency,
        )
        return SQL(
            "COALESCE((%(rates)s AND r.name <= %(local)s::date"
            " ORDER BY r.company_id, r.name DESC LIMIT 1),"
            " (%(rates)s ORDER BY r.company_id, r.name LIMIT 1), 1.0)",
            rates=rates,
            local=local,
        )

    def _kpi_companies_sql(self, reading):
        """The companies asked: what they count as, their own currency, and the one asked for."""
        rows = []
        for company in reading.companies:
            into = reading.into or company
            rows.append(
                SQL(
                    "(%s, %s, %s, %s, %s)",
                    company.id,
                    into.id,
                    company.currency_id.id,
                    into.currency_id.id,
                    into.root_id.id,
                )
            )
        return SQL(
            "(VALUES %s) AS company(id, counted_id, own_currency_id, currency_id, root_id)",
            SQL(", ").join(rows),
        )
