# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .funnel_ask import number, read_ask, read_key

FIGURES = ("reached", "entered", "left", "lost")


class CrmLead(models.Model):
    """The deals behind a figure of the funnel, as a filter that fits into an address."""

    _inherit = "crm.lead"

    kpi_funnel = fields.Char(
        "In the Funnel",
        compute="_compute_kpi_funnel",
        search="_search_kpi_funnel",
        exportable=False,
        help="Filters the deals behind one figure of the funnel; it has no value of its own.",
    )

    def _compute_kpi_funnel(self):
        """It is only searched for."""
        self.kpi_funnel = False

    @api.model
    def _search_kpi_funnel(self, operator, value):
        """Return the deals behind a figure, read as they are now, by the rules of who asks."""
        if operator != "in" or len(value) != 1:
            return NotImplemented
        params = read_key(self.env, next(iter(value)))
        ask = read_ask(self.env, params)
        places = self.env["crm.kpi.funnel"]._places()
        stages = [place["ids"] for place in places]
        tables = self._funnel_tables(ask, stages)
        condition = self._funnel_condition(ask, params, stages)
        if not tables:
            return Domain.FALSE
        return Domain("id", "in", SQL("(WITH %s %s)", tables, condition))

    def _funnel_condition(self, ask, params, stages):
        """Return the select of the deals of one figure."""
        figure, stage_id = params.get("figure"), number(self.env, params, "stage_id")
        place = next((at for at, ids in enumerate(stages) if stage_id in ids), None)
        if figure not in FIGURES or place is None:
            raise UserError(self.env._("The funnel has no such figure: open it anew."))
        if figure == "reached":
            return SQL(
                "SELECT lead_id FROM climb"
                " WHERE before < %(place)s AND place >= %(place)s AND %(at)s",
                place=place,
                at=self._funnel_in_days(ask, SQL.identifier("climb", "moment")),
            )
        if figure == "lost":
            return self._funnel_lost_sql(ask, params, place)
        column = SQL.identifier("stay", "until" if figure == "left" else "since")
        return SQL(
            "SELECT lead_id FROM stay JOIN stage ON stage.id = stay.stage_id"
            " WHERE place = %s AND %s",
            place,
            self._funnel_in_days(ask, column),
        )

    def _funnel_lost_sql(self, ask, params, place):
        """Deals lost in a stage; of one reason, of none (0), or of any."""
        reason = SQL("TRUE")
        if "reason_id" in params:
            reason_id = number(self.env, params, "reason_id")
            reason = SQL("COALESCE(lost_reason_id, 0) = %s", reason_id)
        return SQL(
            "SELECT lead.id FROM lead JOIN stage ON stage.id = lead.stage_id"
            " WHERE won_status = 'lost' AND place = %s AND %s AND %s",
            place,
            self._funnel_in_days(ask, SQL.identifier("lead", "lost_at")),
            reason,
        )
