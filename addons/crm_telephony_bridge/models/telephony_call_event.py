# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import json
from collections import defaultdict
from dataclasses import asdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.providers.facts import Told, call_of
from ..tools.providers.notice import Notice
from ..tools.wire import WireError, read_state, state_of

KEPT_PARAMETER = "crm_telephony_bridge.event_days"
KEPT_DAYS = 30
VACUUM_BATCH = 10_000
# No call has more to say; what comes on top is somebody's game.
MAX_EVENTS = 200
MAX_ID = 150


class TelephonyCallEvent(models.Model):
    """What a provider said of a call, as it was read: only added, forgotten after a while."""

    _name = "telephony.call.event"
    _description = "Event of a Call"
    _order = "id"
    _rec_name = "external_id"
    _log_access = False

    provider_id = fields.Many2one("telephony.provider", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="provider_id.company_id", store=True)
    external_id = fields.Char(required=True, help="The call's id.")
    at = fields.Datetime(required=True, index=True)
    moment = fields.Float(required=True, help="When it came, in seconds since 1970.")
    digest = fields.Char(required=True, help="Equal events are one event.")
    payload = fields.Json()

    _call_digest_uniq = models.UniqueIndex("(provider_id, external_id, digest)")

    @api.private
    @api.model
    def _take(self, provider, notices, now):
        """Keep what a provider says of calls, and take the calls that it makes.

        :param notices: list of ``tools.providers.notice.Notice``
        :param now: seconds since 1970
        :return: list of ``tools.change.Change``
        """
        notices = [one for one in notices if one.external_id and len(one.external_id) <= MAX_ID]
        new = self._keep(provider, notices, now)
        if not new:
            return []
        told = self._told(provider, new)
        states = [self._state(provider, told[call]) for call in new if call in told]
        return self.env["telephony.call"]._ingest(provider, [one for one in states if one])

    @api.model
    def _keep(self, provider, notices, now):
        """Store what was not said before; the ids of the calls it was said of."""
        rows = [
            {
                "provider_id": provider.id,
                "company_id": provider.company_id.id,
                "external_id": one.external_id,
                "at": fields.Datetime.to_string(fields.Datetime.now()),
                "moment": now,
                "digest": _digest(one),
                "payload": asdict(one),
            }
            for one in notices
        ]
        if not rows:
            return []
        columns = SQL(", ").join(map(SQL.identifier, rows[0]))
        stored = self.env.execute_query(
            SQL(
                "INSERT INTO telephony_call_event (%(columns)s) SELECT %(columns)s"
                " FROM jsonb_populate_recordset(NULL::telephony_call_event, %(rows)s)"
                " ON CONFLICT (provider_id, external_id, digest) DO NOTHING RETURNING external_id",
                columns=columns,
                rows=json.dumps(rows),
            )
        )
        return list(dict.fromkeys(external_id for [external_id] in stored))

    @api.model
    def _told(self, provider, calls):
        """{call: [Told]}: all that was said of some calls."""
        events = self.search_fetch(
            [("provider_id", "=", provider.id), ("external_id", "in", calls)],
            ["external_id", "moment", "payload"],
        )
        told = defaultdict(list)
        for event in events:
            told[event.external_id].append(Told(Notice(**event.payload), event.moment))
        return {call: some for call, some in told.items() if len(some) <= MAX_EVENTS}

    @api.model
    def _state(self, provider, told):
        """The state of one call, None while nothing is known that makes one."""
        call = call_of(told, provider._zone())
        if call is None:
            return None
        try:
            return read_state(state_of(call, len(told)))
        except WireError:
            return None

    @api.autovacuum
    def _gc_events(self):
        """Forget what calls were made of: they stay, and old words on them are no news."""
        parameters = self.env["ir.config_parameter"].sudo()
        days = parameters.get_param(KEPT_PARAMETER)
        days = int(days) if days and days.isdecimal() else KEPT_DAYS
        before = fields.Datetime.now() - timedelta(days=days)
        gone = self.env.execute_query(
            SQL(
                "DELETE FROM telephony_call_event WHERE id IN (SELECT id FROM telephony_call_event"
                " WHERE at < %s LIMIT %s) RETURNING id",
                before,
                VACUUM_BATCH,
            )
        )
        return len(gone), len(gone) >= VACUUM_BATCH


def _digest(notice):
    """The same for the same words."""
    return hashlib.sha256(json.dumps(asdict(notice), sort_keys=True).encode()).hexdigest()
