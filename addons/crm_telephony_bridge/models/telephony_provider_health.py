# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.bridge_message import kept_health, read_gaps, read_health

ERROR_HOURS = 24
# A difference of clocks that is worth a new row; it is never the same twice.
CLOCK_STEP = 0.5
HEALTH_PAUSE = timedelta(seconds=10)


class TelephonyProvider(models.Model):
    _inherit = "telephony.provider"

    rate_limit = fields.Integer(
        string="Requests a Minute",
        default=6000,
        help="Beyond it the answer is: too many requests.",
    )
    health_at = fields.Datetime(readonly=True, copy=False)
    health = fields.Json(readonly=True, copy=False, help="What the bridge says of itself.")
    last_event_at = fields.Datetime(
        string="Last Heard of", compute="_compute_heard", compute_sudo=True
    )
    signature_errors = fields.Integer(
        compute="_compute_heard",
        compute_sudo=True,
        help="Requests of the last day that were refused because of who sent them.",
    )

    _rate_limit_positive = models.Constraint(
        "CHECK (rate_limit > 0)", "The number of requests a minute must be positive."
    )

    def _compute_heard(self):
        """From the counts of requests: nothing is written to the provider for each of them."""
        since = fields.Datetime.now() - timedelta(hours=ERROR_HOURS)
        rows = self.env.execute_query(
            SQL(
                "SELECT provider_id, max(last_at) FILTER (WHERE client = '-'),"
                " sum(count) FILTER (WHERE client <> '-' AND slot > %s)"
                " FROM telephony_hit WHERE provider_id = ANY(%s) GROUP BY provider_id",
                since,
                self.ids,
            )
        )
        heard = {provider: (last_at, errors) for provider, last_at, errors in rows}
        for provider in self:
            last_at, errors = heard.get(provider.id, (False, 0))
            provider.last_event_at = last_at or False
            provider.signature_errors = errors or 0

    @api.private
    def _take_health(self, health, gaps):
        """Keep what a bridge says of itself, and the times of which it knows nothing.

        It is said with every batch of calls, so it is written when it is news, else now and then.

        :param health: what was received, of any shape
        :param gaps: what was received, of any shape
        """
        self.ensure_one()
        told = read_health(health)
        values = {"backlog": told["backlog"], "health": kept_health(health)}
        if told["name"]:
            values["bridge_name"] = told["name"]
        skew = told["clock_skew"]
        if skew is not None and abs(skew - self.clock_skew) >= CLOCK_STEP:
            values["clock_skew"] = skew
        now = fields.Datetime.now()
        due = not self.health_at or now - self.health_at >= HEALTH_PAUSE
        if due or any(self[name] != values[name] for name in values.keys() - {"health"}):
            self.write({**values, "health_at": now})
        self.env["telephony.gap"]._take(self, read_gaps(gaps))
