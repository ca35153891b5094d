# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..tools.funnel import Climb, Loss, Stay


class CrmLead(models.Model):
    """What the funnel counts, in one query for any number of deals."""

    _inherit = "crm.lead"

    @api.model
    def _funnel_counts(self, ask, places):
        """Return what happened to the deals somebody asks for.

        :param places: the ids of the stages at each place, the won ones last
        :return: climbs, stays, losses (place None: in no stage there is), and the totals by name
        """
        tables = self._funnel_tables(ask, places)
        parts = [
            self._funnel_count_climbs(ask),
            self._funnel_count_stays(ask),
            self._funnel_count_losses(ask),
            self._funnel_count_totals(ask),
        ]
        rows = []
        if tables:
            counts = SQL(" UNION ALL ").join(parts)
            rows = self.env.execute_query(SQL("WITH %s %s", tables, counts))
        found = {"climb": [], "stay": [], "loss": [], "total": []}
        for what, *values in rows:
            found[what].append(values)
        return (
            [Climb(since, to, leads) for since, to, leads, *_more in found["climb"]],
            [Stay(place, *rest) for place, *rest in self._funnel_stay_rows(found["stay"])],
            [
                Loss(place, reason or 0, leads, amount or 0.0)
                for place, reason, leads, amount in found["loss"]
                if place is not None
            ],
            self._funnel_totals(found["total"]),
        )

    def _funnel_stay_rows(self, rows):
        """Of each place of a stage: how many came, how many went, the median of the seconds."""
        return [(place, came, left, seconds) for place, left, came, seconds in rows]

    def _funnel_totals(self, rows):
        """The totals by name: leads made, won, lost, and what the lost ones were worth."""
        created, won, lost, amount = rows[0] if rows else (0, 0, 0, 0.0)
        return {"created": created, "won": won, "lost": lost, "lost_amount": amount or 0.0}

    def _funnel_count_climbs(self, ask):
        return SQL(
            "(SELECT 'climb' AS what, before AS first, place AS second, COUNT(*) AS leads,"
            " NULL::float AS number FROM climb WHERE place > before AND %s GROUP BY before, place)",
            self._funnel_in_days(ask, SQL.identifier("climb", "moment")),
        )

    def _funnel_count_stays(self, ask):
        return SQL(
            """
            (SELECT 'stay', place,
                    COUNT(DISTINCT lead_id) FILTER (WHERE %(left)s)::int,
                    COUNT(DISTINCT lead_id) FILTER (WHERE %(came)s),
                    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM until - since))
                        FILTER (WHERE %(left)s)
               FROM stay JOIN stage ON stage.id = stay.stage_id GROUP BY place)
            """,
            left=self._funnel_in_days(ask, SQL.identifier("stay", "until")),
            came=self._funnel_in_days(ask, SQL.identifier("stay", "since")),
        )

    def _funnel_count_losses(self, ask):
        return SQL(
            "(SELECT 'loss', place, lost_reason_id, COUNT(*), SUM(expected_revenue)::float"
            " FROM lead LEFT JOIN stage ON stage.id = lead.stage_id"
            " WHERE won_status = 'lost' AND %s GROUP BY place, lost_reason_id)",
            self._funnel_in_days(ask, SQL.identifier("lead", "lost_at")),
        )

    def _funnel_count_totals(self, ask):
        lost = SQL(
            "won_status = 'lost' AND %s",
            self._funnel_in_days(ask, SQL.identifier("lead", "lost_at")),
        )
        return SQL(
            """
            (SELECT 'total',
                    (COUNT(*) FILTER (WHERE %(made)s))::int,
                    (COUNT(*) FILTER (WHERE won_status = 'won' AND %(won)s))::int,
                    COUNT(*) FILTER (WHERE %(lost)s),
                    (SUM(expected_revenue) FILTER (WHERE %(lost)s))::float
               FROM lead)
            """,
            made=self._funnel_in_days(ask, SQL.identifier("lead", "create_date")),
            won=self._funnel_in_days(ask, SQL.identifier("lead", "won_at")),
            lost=lost,
        )
