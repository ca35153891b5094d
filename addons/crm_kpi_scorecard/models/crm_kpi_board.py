# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools import periods
from .levels import KINDS, LEVELS, SUBJECTS

# How many periods a trend line shows.
TREND = 12
# More rows than that are for the list of figures, not for a glance.
MOST_ROWS = 200
# Names offered in a filter.
MOST_CHOICES = 500


class CrmKpiBoard(models.AbstractModel):
    """The scorecard: what the browser asks for, and the answer, as plain values."""

    _name = "crm.kpi.board"
    _description = "Scorecard"

    @api.model
    @api.readonly
    def board_settings(self):
        """What can be chosen on the board by this user.

        :return: ``{company, levels, kinds, today, teams, products, sources, is_manager}``;
            choices are ``{id, name}``
        """
        self._kpi_check_user()
        company = self.env.company
        definitions = self._kpi_columns(company)
        levels = {level for each in definitions for level in each._kpi_levels()}
        sees_all = self.env.user.has_group("sales_team.group_sale_salesman_all_leads")
        if not sees_all:
            levels &= {"person", "team"}
        kinds = [kind for kind, _name in KINDS if definitions.filtered(f"per_{kind}")]
        names = dict(self.env["crm.kpi.snapshot"]._fields["level"]._description_selection(self.env))
        spoken = dict(self.env["crm.kpi.snapshot"]._fields["kind"]._description_selection(self.env))
        return {
            "company": {"id": company.id, "name": company.name},
            "levels": [
                {"id": level, "name": names[level]}
                for level, _name in LEVELS
                if level in levels and level != "team_person"
            ],
            "kinds": [{"id": kind, "name": spoken[kind]} for kind in kinds],
            "today": fields.Date.to_string(self._kpi_today(company)),
            "teams": self._kpi_choices("crm.team", self._kpi_teams_domain()),
            "products": self._kpi_choices("product.product", [("sale_ok", "=", True)]),
            "sources": self._kpi_choices("utm.source", [("id", "!=", False)]),
            "is_manager": self.env.user.has_group("sales_team.group_sale_manager"),
        }

    @api.model
    @api.readonly
    def board(self, params):
        """Subjects by KPIs in one period.

        :param dict params: ``kind``, ``date_from`` (any day of the period), ``level``, and optional
            ``company_id``, ``team_id``, ``product_id``, ``source_id``, ``definition_ids``,
            ``offset``
        :return: dict, see the developer's page; at most 200 rows
        :raises UserError: what is asked for does not exist
        :raises AccessError: who is not in sales, or asks for another company
        """
        asked = self._kpi_asked(params)
        rows = self._kpi_live_rows(asked) if asked["filters"] else self._kpi_stored_rows(asked)
        # Who has nothing to show in this period stands in those in which he had.
        shown = self._kpi_listed(asked, rows)
        subjects = self._kpi_subjects(asked["level"], shown, asked["company"])
        ordered = sorted(
            subjects.values(), key=lambda each: (not each["known"], each["name"].lower())
        )
        total = len(ordered)
        start = asked["offset"]
        page = ordered[start : start + MOST_ROWS]
        cells = self._kpi_cells(asked, rows, {each["key"] for each in page})
        for each in page:
            each["cells"] = cells.get(each["key"], {})
        return {
            **self._kpi_head(asked),
            "columns": [self._kpi_column(each) for each in asked["definitions"]],
            "rows": page,
            "total": total,
            "live": bool(asked["filters"]),
            "computed_at": fields.Datetime.to_string(
                fields.Datetime.now() if asked["filters"] else asked["company"].kpi_checked_at
            ),
        }

    def _kpi_check_user(self):
        """The scorecard is for sales people."""
        if not self.env.user.has_group("sales_team.group_sale_salesman"):
            raise AccessError(self.env._("The scorecard is for the sales department."))

    def _kpi_asked(self, params):
        """The question with everything checked and looked up."""
        self._kpi_check_user()
        company = self._kpi_company(params.get("company_id"))
        level, kind = params.get("level") or "person", params.get("kind") or "month"
        if level not in SUBJECTS or kind not in periods.KINDS:
            raise UserError(self.env._("There is no such level or kind of period."))
        period = self._kpi_period(params.get("date_from"), kind, company)
        filters = {
            name: (self._kpi_id(params[name]),)
            for name in ("product_id", "source_id")
            if params.get(name)
        }
        team = self._kpi_id(params.get("team_id")) if params.get("team_id") else None
        if team and level == "person":
            level = "team_person"
        elif team:
            filters["team_id"] = (team,)
        return {
            "company": company,
            "level": level,
            "period": period,
            "periods": periods.last(TREND, period),
            "filters": filters,
            "team": team,
            "offset": max(0, self._kpi_id(params.get("offset") or 0)),
            "definitions": self._kpi_columns(company, kind, level, params.get("definition_ids")),
        }

    def _kpi_id(self, value):
        """A number that was sent."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise UserError(self.env._("This is not a number: %(value)s", value=str(value)[:50]))
        return value

    def _kpi_company(self, number):
        """One of the companies the user has chosen."""
        company = (
            self.env["res.company"].browse(self._kpi_id(number)) if number else self.env.company
        )
        if company not in self.env.companies:
            raise AccessError(self.env._("Choose this company above to see its figures."))
        return company

    def _kpi_period(self, text, kind, company):
        """The period a day belongs to; the current one when none is asked for."""
        try:
            day = fields.Date.to_date(text) if text else self._kpi_today(company)
        except ValueError as error:
            raise UserError(
                self.env._("This is not a date: %(text)s", text=str(text)[:50])
            ) from error
        if not 1900 < day.year < 2200:
            raise UserError(self.env._("There are no figures of the year %(year)s.", year=day.year))
        return periods.period_on(day, kind)

    def _kpi_today(self, company):
        """The date where the company is."""
        return periods.local_day(fields.Datetime.now(), company._kpi_zone())

    def _kpi_columns(self, company, kind=None, level=None, only=None):
        """The KPIs of a board."""
        domain = Domain("on_board", "=", True) & Domain("company_id", "in", [company.id, False])
        if kind:
            domain &= Domain(f"per_{kind}", "=", True)
        if only:
            domain &= Domain("id", "in", [self._kpi_id(number) for number in only])
        definitions = self.env["crm.kpi.definition"]
        stored = [name for name, field in definitions._fields.items() if field.column_type]
        found = definitions.search_fetch(domain, stored)
        return found.filtered(lambda each: level is None or level in each._kpi_levels())

    def _kpi_teams_domain(self):
        """The teams whose figures the user may look at."""
        if self.env.user.has_group("sales_team.group_sale_salesman_all_leads"):
            return [("company_id", "in", [*self.env.companies.ids, False])]
        return [("user_id", "=", self.env.uid)]

    def _kpi_choices(self, model, domain):
        """Names for a filter."""
        found = self.env[model].search(domain, limit=MOST_CHOICES)
        return [{"id": each.id, "name": each.display_name} for each in found]

    def _kpi_head(self, asked):
        """Whose board, and of when."""
        company, period = asked["company"], asked["period"]
        currency = company.currency_id
        today = self._kpi_today(company)
        return {
            "company": {
                "id": company.id,
                "name": company.name,
                "zone": company._kpi_zone(),
                "currency": {
                    "symbol": currency.symbol,
                    "position": currency.position,
                    "digits": currency.decimal_places,
                },
            },
            "kind": period.kind,
            "level": asked["level"],
            "period": {
                "start": period.start.isoformat(),
                "end": period.end.isoformat(),
                "label": period.label,
                "is_open": period.start <= today <= period.end,
                "previous": period.previous.start.isoformat(),
                "next": period.next().start.isoformat(),
            },
            "periods": [each.label for each in asked["periods"]],
        }

    def _kpi_column(self, definition):
        """A KPI as the head of a column."""
        return {
            "id": definition.id,
            "code": definition.code,
            "name": definition.name,
            "unit": definition.unit,
            "digits": definition.digits,
            "higher_is": definition.higher_is,
            "basis": definition.basis,
            "description": definition.description or "",
        }

    def _kpi_names(self, records):
        """The names of records by id; people's in one query, past their contacts."""
        if records._name != "res.users":
            return {each.id: each.display_name for each in records}
        query = records._as_query(ordered=False)
        columns = (records._field_to_sql(query.table, name, query) for name in ("id", "name"))
        return dict(self.env.execute_query(query.select(*columns)))

    def _kpi_subjects(self, level, keys, company):
        """The names of subjects, looked up all at once.

        :return: ``{subject: {key, name, known, subject}}``
        """
        columns = SUBJECTS[level]
        names = {}
        for place, column in enumerate(columns):
            model = self.env["crm.kpi.snapshot"]._fields[column].comodel_name
            ids = sorted({key[place] for key in keys if key[place]})
            names[column] = self._kpi_names(self.env[model].sudo().browse(ids))
        nobody = self.env._("Nobody") if "user_id" in columns else self.env._("Not known")
        shown = [column for column in columns if level != "team_person" or column == "user_id"]
        return {
            key: {
                "key": "-".join(map(str, key)),
                "name": " / ".join(
                    names[column].get(key[columns.index(column)], nobody) for column in shown
                )
                or company.name,
                "known": 0 not in key,
                "subject": dict(zip(columns, key, strict=True)),
            }
            for key in keys
        }
