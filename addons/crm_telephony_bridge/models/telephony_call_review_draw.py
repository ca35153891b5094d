# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.tools import SQL, hmac

from ..tools import periods

# Each person's conversations of a week in an order that nobody can foresee and that is always the
# same; those with a recording first. A person of whose week something was drawn is left alone.
DRAW = """
    SELECT id
      FROM (SELECT c.id,
                   row_number() OVER (
                       PARTITION BY c.user_id
                           ORDER BY EXISTS (SELECT 1
                                              FROM telephony_recording r
                                             WHERE r.call_id = c.id
                                               AND r.state IN ('stored', 'remote')) DESC,
                                    md5(%(seed)s || c.id),
                                    c.id) AS place
              FROM telephony_call c
             WHERE c.company_id = %(company)s
               AND c.started_at >= %(begin)s AND c.started_at < %(end)s
               AND c.direction IN ('incoming', 'outgoing')
               AND c.disposition = 'answered'
               AND c.talk_seconds >= %(seconds)s
               AND c.user_id IS NOT NULL
               AND NOT EXISTS (SELECT 1
                                 FROM telephony_call_review v
                                WHERE v.user_id = c.user_id
                                  AND v.company_id = c.company_id
                                  AND v.week = %(week)s)) drawn
     WHERE place <= %(count)s
     ORDER BY id
"""


class TelephonyCallReview(models.Model):
    """The draw: so many calls of each person and week, by chance."""

    _inherit = "telephony.call.review"

    @api.model
    def _cron_draw(self):
        """Draw from the week that is over, in every company. Again, it draws nothing more."""
        for company in self.env["res.company"].search([("telephony_review_count", ">", 0)]):
            zone = company.partner_id.tz or "UTC"
            now = fields.Datetime.now().replace(tzinfo=UTC)
            today = now.astimezone(periods.zone_of(zone)).date()
            week, _after = periods.days_of("last_week", today)
            self._draw(company, week)

    @api.model
    def _draw(self, company, week):
        """Draw each person's calls of a week.

        :param week: its Monday
        :return: the new reviews
        """
        zone = company.partner_id.tz or "UTC"
        begin, end = periods.moments(week, week + timedelta(7), zone)
        self.env["telephony.call"].flush_model()
        self.env["telephony.recording"].flush_model()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                DRAW,
                seed=hmac(self.env(su=True), "telephony_review", week.isoformat()),
                company=company.id,
                begin=begin,
                end=end,
                seconds=company.telephony_review_seconds,
                week=week,
                count=company.telephony_review_count,
            )
        )
        calls = self.env["telephony.call"].browse([call for (call,) in rows])
        return self._start(calls, week=week)
