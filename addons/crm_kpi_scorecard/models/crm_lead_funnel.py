# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.funnel import NEW

# The order of things noted at one moment: first made, then moved, then won.
FIRST, SILENT, WON = 0, 2**31 - 2, 2**31 - 1


class CrmLead(models.Model):
    """The stages deals went through, read set by set from what the chatter tracked.

    Core tracks each change of stage. A change that was not tracked (an import, a context that
    disables tracking) is seen only when it was the last one. Deals merged into one keep the stages
    of all of them, because core moves the messages.
    """

    _inherit = "crm.lead"

    @api.model
    def _funnel_domain(self, ask):
        """Which deals may count: all of the company that something happened to in the days.

        Archived ones belong to it. Extend `_kpi_base_domain` to keep deals out of all figures.
        """
        since, until = ask.bounds
        domain = self._kpi_base_domain() & self._funnel_company_domain(ask.company_id)
        if ask.team_id:
            domain &= Domain("team_id", "=", ask.team_id)
        if ask.user_id:
            domain &= Domain("user_id", "=", ask.user_id)
        domain &= Domain("create_date", "<", until)
        if ask.basis == "cohort":
            return domain & Domain("create_date", ">=", since)
        moments = ("create_date", "date_last_stage_update", "date_lost", "date_won")
        return domain & Domain.OR(Domain(name, ">=", since) for name in moments)

    @api.model
    def _funnel_company_domain(self, company_id):
        """Deals of a company; those of none are of their person's, else of the first company."""
        nobody = Domain("company_id", "=", False)
        domain = Domain("company_id", "=", company_id)
        domain |= nobody & Domain("user_id", "any!", [("company_id", "=", company_id)])
        first = self.env["res.company"].sudo().search([], order="id", limit=1)
        if first.id == company_id:
            domain |= nobody & Domain("user_id", "=", False)
        return domain

    @api.model
    def _funnel_tables(self, ask, places):
        """Return the tables the counts are made of, or None where there is no deal at all.

        Only deals the user may read: the search applies his rules.

        :param places: the ids of the stages at each place, the won ones last
        """
        self.env.flush_all()
        query = self.with_context(active_test=False)._search(self._funnel_domain(ask))
        if query.is_empty() or not any(places):
            return None
        return SQL(
            " %(stages)s, %(leads)s, %(moves)s, %(visits)s, %(stays)s, %(climbs)s ",
            stages=self._funnel_stages_sql(places),
            leads=SQL(
                "lead AS MATERIALIZED (SELECT id, create_date, stage_id, won_status,"
                " date_last_stage_update, lost_reason_id, expected_revenue,"
                " COALESCE(date_won, date_closed, create_date) AS won_at,"
                " COALESCE(date_lost, date_closed, create_date) AS lost_at"
                " FROM crm_lead WHERE id IN %s)",
                query.subselect(),
            ),
            moves=self._funnel_moves_sql(),
            visits=self._funnel_visits_sql(),
            stays=self._funnel_stays_sql(),
            climbs=self._funnel_climbs_sql(len(places) - 1),
        )

    def _funnel_stages_sql(self, places):
        """Each stage with its place; those that are won share the last one."""
        rows = [
            SQL("(%s, %s, %s)", stage_id, place, place == len(places) - 1)
            for place, ids in enumerate(places)
            for stage_id in ids
        ]
        return SQL("stage(id, place, is_last) AS (VALUES %s)", SQL(", ").join(rows))

    def _funnel_moves_sql(self):
        """Each change of stage that was tracked, and a deal's first and last one."""
        field = self.env["ir.model.fields"]._get("crm.lead", "stage_id")
        return SQL(
            """
            move AS MATERIALIZED (
                SELECT lead.id AS lead_id, v.create_date AS moment, v.id AS seq,
                       v.old_value_integer AS old_id, v.new_value_integer AS new_id
                  FROM lead
                  JOIN mail_message m ON m.model = 'crm.lead' AND m.res_id = lead.id
                  JOIN mail_tracking_value v ON v.mail_message_id = m.id AND v.field_id = %(field)s
            ),
            first_move AS (
                SELECT DISTINCT ON (lead_id) lead_id, old_id
                  FROM move ORDER BY lead_id, moment, seq
            ),
            last_move AS (
                SELECT DISTINCT ON (lead_id) lead_id, new_id, moment
                  FROM move ORDER BY lead_id, moment DESC, seq DESC
            )
            """,
            field=field.id,
        )

    def _funnel_visits_sql(self):
        """When a deal came to a stage: made in it, moved, and moved without a trace."""
        return SQL(
            """
            visit AS MATERIALIZED (
                SELECT lead_id, moment, seq, new_id AS stage_id FROM move
                 UNION ALL
                SELECT id, create_date, %(first)s, COALESCE(first_move.old_id, stage_id)
                  FROM lead LEFT JOIN first_move ON first_move.lead_id = lead.id
                 UNION ALL
                SELECT id, GREATEST(moment, date_last_stage_update), %(silent)s, stage_id
                  FROM lead JOIN last_move ON last_move.lead_id = lead.id
                 WHERE stage_id <> new_id
            )
            """,
            first=FIRST,
            silent=SILENT,
        )

    def _funnel_stays_sql(self):
        """From when until when a deal was in a stage; without end it still is."""
        return SQL("""
            stay AS (
                SELECT lead_id, visit.stage_id, moment AS since,
                       COALESCE(LEAD(moment) OVER (PARTITION BY lead_id ORDER BY moment, seq),
                                CASE won_status WHEN 'lost' THEN GREATEST(lost_at, moment) END
                       ) AS until
                  FROM visit JOIN lead ON lead.id = visit.lead_id
            )
        """)

    def _funnel_climbs_sql(self, last):
        """When a deal came further than ever before; won is who is won now, since it was.

        Who is made in a stage has begun the funnel, also when it is made as won.
        """
        return SQL(
            """
            event AS (
                SELECT lead_id, moment, seq,
                       CASE WHEN is_last THEN 0 ELSE COALESCE(place, 0) END AS place
                  FROM visit LEFT JOIN stage ON stage.id = visit.stage_id
                 WHERE seq = %(first)s OR NOT is_last
                 UNION ALL
                SELECT id, won_at, %(won)s, %(last)s FROM lead WHERE won_status = 'won'
            ),
            climb AS (
                SELECT lead_id, moment, place,
                       COALESCE(MAX(place) OVER (PARTITION BY lead_id ORDER BY moment, seq
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), %(new)s) AS before
                  FROM event
            )
            """,
            first=FIRST,
            won=WON,
            last=last,
            new=NEW,
        )

    @api.model
    def _funnel_in_days(self, ask, column):
        """A moment counts: of a cohort each one, whatever happened later; else one in the days."""
        if ask.basis == "cohort":
            return SQL("%s IS NOT NULL", column)
        since, until = ask.bounds
        return SQL(
            "(%(at)s >= %(since)s AND %(at)s < %(until)s)", at=column, since=since, until=until
        )
