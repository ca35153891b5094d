# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .kpi_row import COMPUTED, CONTENT, IDENTITY
from .levels import SUBJECTS


class CrmKpiBoard(models.AbstractModel):
    """Where the rows of a board come from: stored figures, or the records when it is filtered."""

    _inherit = "crm.kpi.board"

    def _kpi_stored_rows(self, asked):
        """Stored figures that this user may see, of all periods of the trend."""
        snapshots = self.env["crm.kpi.snapshot"]
        domain = Domain("company_id", "=", asked["company"].id)
        domain &= Domain("definition_id", "in", asked["definitions"].ids)
        domain &= Domain("kind", "=", asked["period"].kind) & Domain("level", "=", asked["level"])
        domain &= Domain("date_from", "in", [each.start for each in asked["periods"]])
        if asked["level"] == "team_person":
            domain &= Domain("team_id", "=", asked["team"])
        query = snapshots._search(domain)
        if query.is_empty():
            return []
        names = [name for name in (*IDENTITY, *CONTENT) if name not in COMPUTED]
        columns = [SQL.identifier(query.table, name) for name in ("id", *names)]
        found = self.env.execute_query(query.select(*columns))
        return [
            snapshots._kpi_row(number, dict(zip(names, values, strict=True)))
            for number, *values in found
        ]

    def _kpi_live_rows(self, asked):
        """Figures read from the records now, of the subjects this user may see."""
        company, level = asked["company"], asked["level"]
        snapshots = self.env["crm.kpi.snapshot"].sudo()
        definitions = asked["definitions"].sudo()
        levels = (level,)
        filters = dict(asked["filters"])
        if level == "team_person":
            filters["team_id"] = (asked["team"],)
        wanted = asked["periods"]
        figures = definitions._kpi_figures(
            [*wanted, asked["period"].year_ago], levels, company, filters
        )
        rows = [
            snapshots._kpi_fresh_row(
                definitions.browse(number), key, figure, company._kpi_zone(), company
            )
            for (number, key), figure in figures.items()
            if self._kpi_may_see(key)
        ]
        snapshots._kpi_judge(rows, {row.place: row for row in rows}, company, definitions)
        return [row for row in rows if row.key.period in wanted]

    def _kpi_listed(self, asked, rows):
        """The subjects of the board: who has something to show in its period.

        Of people who never had anything but zeros in the trend, those in a sales team only: others
        (the system's own user) are there because a fact of theirs is told somewhere else.
        """
        shown = {
            row.key.subject
            for row in rows
            if row.key.period == asked["period"] and row.figure_state != "no_data"
        }
        columns = SUBJECTS[asked["level"]]
        if "user_id" not in columns:
            return shown
        place = columns.index("user_id")
        busy = {
            row.key.subject
            for row in rows
            if row.value or row.numerator or row.denominator or row.error
        }
        idle = {subject[place] for subject in shown - busy}
        seats = self.env["crm.team.member"].sudo()
        members = seats.search([("user_id", "in", list(idle))]).user_id.ids if idle else []
        return {subject for subject in shown if subject in busy or subject[place] in members}

    def _kpi_may_see(self, key):
        """Whether the user may see the figures of a subject; as the record rules have it."""
        user = self.env.user
        if user.has_group("sales_team.group_sale_salesman_all_leads"):
            return True
        led = self.env["crm.team"].sudo().search([("user_id", "=", user.id)])
        members = led.member_ids.ids
        subject = dict(zip(SUBJECTS[key.level], key.subject, strict=True))
        person, team = subject.get("user_id"), subject.get("team_id")
        return bool(
            (person and (person == user.id or person in members)) or (team and team in led.ids)
        )
