# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from .common import KpiCommon


class ContestCommon(KpiCommon):
    """A contest of March 2026 in deals won, between a member, his mate, and their leader.

    The leader leads the team and is not among its members; core's user_sales_leads reads
    everything, user_sales_manager manages, user_sales_salesman has nothing to do with it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.won_deals = cls._create_kpi(per_person=True)
        cls.badge = cls.env["gamification.badge"].create({"name": "Star", "rule_auth": "nobody"})
        cls.contest = cls._create_contest()

    @classmethod
    def _create_contest(cls, **values):
        """A contest of the team, not yet begun."""
        return cls.env["crm.kpi.contest"].create(
            {
                "name": "Best of March",
                "definition_id": cls.won_deals.id,
                "company_id": cls.company.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "team_ids": cls.team_kpi.ids,
                "badge_id": cls.badge.id,
                **values,
            }
        )

    def _on(self, moment):
        """Let it be a moment (UTC)."""
        return freeze_time(datetime.fromisoformat(moment))

    def _win(self, user, count=1, **values):
        """Deals that somebody won in March."""
        for _number in range(count):
            self._create_won(user, self.team_kpi, when="2026-03-05 12:00:00", **values)

    def _start(self, contest=None):
        """Begin in mid-March."""
        with self._on("2026-03-15 12:00:00"):
            (contest or self.contest).action_start()

    def _run_cron(self, moment="2026-03-20 12:00:00"):
        """The scheduled run; tests cannot commit."""
        cron = self.registry["ir.cron"]
        with self._on(moment), patch.object(cron, "_commit_progress", _progress):
            self.env["crm.kpi.contest"]._cron_contests()

    def _seat(self, user, contest=None):
        """Somebody's seat."""
        seats = (contest or self.contest).seat_ids
        return seats.filtered(lambda seat: seat.user_id == user)

    def _ranks(self, contest=None):
        """The rank of each who has one, by login."""
        seats = (contest or self.contest).seat_ids
        return {seat.user_id.login: seat.rank for seat in seats if seat.rank}

    def _wall(self, user, contest=None):
        """What somebody sees on the wall."""
        with self._on("2026-03-20 12:00:00"):
            model = self.env["crm.kpi.contest"].with_user(user)
            return model.leaderboard((contest or self.contest).id)

    def _names(self, user):
        """Whom somebody sees there, in their order."""
        return [row["name"] for row in self._wall(user)["rows"]]


def _progress(_cron, processed=0, *, remaining=None, deactivate=False):
    return 1000
