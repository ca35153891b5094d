# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools import ranking


class CrmKpiContest(models.Model):
    """The screen for the wall: ranks, names, pictures and values of one contest, nothing else."""

    _inherit = "crm.kpi.contest"

    def action_open_wall(self):
        """Open the big screen."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.client"]._for_xml_id("crm_kpi_scorecard.crm_kpi_wall_action")
        return action | {"context": {"active_id": self.id}}

    @api.model
    @api.readonly
    def wall_choices(self):
        """Return the contests one may put on the wall, those that run first."""
        domain = Domain("state", "!=", "draft")
        found = self.search(domain, limit=80)
        found = found.sorted(lambda contest: contest.state != "running")
        return [{"id": contest.id, "name": contest.name} for contest in found]

    @api.model
    @api.readonly
    def leaderboard(self, contest_id):
        """Return a contest in plain values, for who takes part, leads a team of it, or manages.

        The system reads, and tells no more of others than rank, name, picture and value; who stays
        out is told to himself only.
        """
        contest = self.browse(contest_id).exists()
        if not contest or not contest.has_access("read"):
            raise AccessError(
                self.env._("Only those who take part, and their leaders, see this contest.")
            )
        told = contest.sudo()
        return {
            "id": told.id,
            "name": told.name,
            "state": told.state,
            "date_from": told.date_from.isoformat(),
            "date_to": told.date_to.isoformat(),
            "days_left": max(0, (told.date_to - told._today()).days + 1),
            "ranked_at": told.ranked_at and told.ranked_at.isoformat(),
            "winners": told.winners,
            "badge": told.badge_id.name or "",
            "part": contest.my_part,
            "kpi": told._wall_kpi(),
            "rows": told._wall_rows(self.env.uid),
        }

    def _wall_kpi(self):
        """Return what is measured and how it is written."""
        definition, currency = self.definition_id, self.company_id.currency_id
        return {
            "name": definition.name,
            "unit": definition.unit,
            "digits": definition.digits,
            "higher_is": definition.higher_is,
            "currency": {
                "symbol": currency.symbol,
                "position": currency.position,
                "digits": currency.decimal_places,
            },
        }

    def _wall_rows(self, uid):
        """Return those who take part, in the same order each time."""
        seats = self.seat_ids.filtered(lambda one: not one.opted_out and one.user_id.active)
        names = {seat: seat.user_id.name for seat in seats}
        ranks = {seat: seat.rank or None for seat in seats}
        most = max((seat.value for seat in seats), default=0)
        return [
            {
                "key": seat.id,
                "rank": seat.rank,
                "name": names[seat],
                "picture": f"/web/image/res.users/{seat.user_id.id}/avatar_256",
                "value": seat.value if seat.figure_state in ("ok", "small") else None,
                "state": seat.figure_state,
                "part": max(0.0, seat.value / most) if most > 0 else 0.0,
                "is_me": seat.user_id.id == uid,
                "is_winner": seat.is_winner,
            }
            for seat in ranking.ordered(ranks, names, higher_is_better=False)
        ]
