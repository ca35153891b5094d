# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, models
from odoo.tools import SQL

from .telephony_call_ingest import moment

# Columns that are written with a new call and never again.
ONLY_NEW = {"provider_id", "company_id", "pbx", "external_id"}
UPSERT = """
    INSERT INTO telephony_call (%(columns)s, create_uid, write_uid, create_date, write_date)
    SELECT %(columns)s, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM jsonb_populate_recordset(NULL::telephony_call, %(rows)s)
        ON CONFLICT (provider_id, COALESCE(pbx, ''), external_id) WHERE external_id IS NOT NULL
        DO UPDATE SET %(changes)s, write_date = EXCLUDED.write_date
     WHERE telephony_call.version < EXCLUDED.version
       AND (telephony_call.state <> 'ended' OR EXCLUDED.state = 'ended')
 RETURNING pbx, external_id, id
"""
UPSERT_LEGS = """
    INSERT INTO telephony_call_leg (%(columns)s)
    SELECT %(columns)s FROM jsonb_populate_recordset(NULL::telephony_call_leg, %(rows)s)
        ON CONFLICT (call_id, external_id) DO UPDATE SET %(changes)s
"""


class TelephonyCall(models.Model):
    _inherit = "telephony.call"

    @api.model
    def _known(self, provider, keys):
        """What is stored of some calls, and which of them another call absorbed.

        :param keys: (pbx, id) of each
        :return: {key: columns}, {key}
        """
        self.flush_model()
        wanted = json.dumps([{"pbx": pbx, "external_id": one} for pbx, one in sorted(keys)])
        names = ["id", "version", "state", "disposition", "partner_id", "lead_id"]
        names += ["candidate_count", "recording_ref", "user_id"]
        query = SQL(
            """
            SELECT wanted.pbx, wanted.external_id, absorbed.id IS NOT NULL, %(columns)s
              FROM jsonb_to_recordset(%(wanted)s) AS wanted (pbx varchar, external_id varchar)
              LEFT JOIN telephony_call call
                ON call.provider_id = %(provider)s AND COALESCE(call.pbx, '') = wanted.pbx
               AND call.external_id = wanted.external_id
              LEFT JOIN telephony_call_absorbed absorbed
                ON absorbed.provider_id = %(provider)s AND absorbed.pbx = wanted.pbx
               AND absorbed.external_id = wanted.external_id
            """,
            columns=SQL(", ").join(SQL.identifier("call", name) for name in names),
            wanted=wanted,
            provider=provider.id,
        )
        known, absorbed = {}, set()
        for pbx, external_id, is_absorbed, *columns in self.env.execute_query(query):
            if is_absorbed:
                absorbed.add((pbx, external_id))
            if columns[0]:
                known[pbx, external_id] = dict(zip(names, columns, strict=True))
        return known, absorbed

    @api.model
    def _store(self, rows):
        """Insert or update calls; {(pbx, id): database id} of those that were news for it too."""
        names = list(rows[0])
        told = [name for name in names if name not in ONLY_NEW]
        defaults = self._column_defaults(names)
        rows = [{**defaults, **row} for row in rows]
        stored = self.env.execute_query(
            SQL(
                UPSERT,
                columns=_list([*defaults, *names]),
                uid=self.env.uid,
                rows=json.dumps(rows),
                changes=_changes(told),
            )
        )
        calls = self.browse(row[2] for row in stored)
        calls.invalidate_recordset(flush=False)
        # Stored computed fields of extensions follow.
        calls.modified(names)
        return {(pbx or "", external_id): call for pbx, external_id, call in stored}

    @api.model
    def _column_defaults(self, given):
        """Defaults of the stored columns that a state says nothing of."""
        names = [
            name
            for name, field in self._fields.items()
            if field.store and field.column_type and field.default and name not in given
        ]
        values = self.default_get(names)
        return {
            name: self._fields[name].convert_to_column(values[name], self)
            for name in names
            if name in values
        }

    @api.model
    def _store_legs(self, provider, changes):
        """Insert or update the legs of some calls."""
        extensions = self._extensions(provider, [change.state for change in changes])
        rows = [
            self._leg_row(change, leg, extensions)
            for change in changes
            for leg in {leg["id"]: leg for leg in change.state["legs"]}.values()
        ]
        if not rows:
            return
        legs = self.env["telephony.call.leg"]
        legs.flush_model()
        self.env.cr.execute(
            SQL(
                UPSERT_LEGS,
                columns=_list(rows[0]),
                rows=json.dumps(rows),
                changes=_changes(
                    name for name in rows[0] if name not in ("call_id", "external_id")
                ),
            )
        )
        legs.invalidate_model(flush=False)
        self.browse(change.call_id for change in changes).invalidate_recordset(["leg_ids"])

    @api.model
    def _leg_row(self, change, leg, extensions):
        """The columns of one leg."""
        number, pbx = leg["number"], change.state["pbx"]
        extension = self.env["telephony.extension"]
        if leg["party"] == "agent":
            extension = extensions.get((pbx, number)) or extensions.get(("", number)) or extension
        return {
            "call_id": change.call_id,
            "external_id": leg["id"],
            "channel": leg["channel"],
            "party": leg["party"],
            "number": number,
            "extension_id": extension.id or None,
            "user_id": extension.user_id.id or None,
            "began_at": moment(leg["began"]),
            "ringing_at": moment(leg["ringing"]),
            "answered_at": moment(leg["answered"]),
            "ended_at": moment(leg["ended"]),
            "status": leg["status"],
            "cause": leg["cause"],
            "talk_seconds": leg["talk"],
        }

    # ------------------------------------------------------------------
    # Calls that turned out to be part of another
    # ------------------------------------------------------------------

    @api.model
    def _absorb(self, provider, changes):
        """Let each call take over what was told as calls of their own until a transfer."""
        into = {
            (change.state["pbx"], one): change.call_id
            for change in changes
            for one in change.state["absorbed"]
            if one != change.state["id"]
        }
        if not into:
            return
        known, absorbed = self._known(provider, into)
        self.env["telephony.call.absorbed"].create(
            [
                {
                    "provider_id": provider.id,
                    "pbx": pbx,
                    "external_id": one,
                    "call_id": into[pbx, one],
                }
                for pbx, one in sorted(set(into) - absorbed)
            ]
        )
        pairs = [
            (self.browse(row["id"]), self.browse(into[key])) for key, row in sorted(known.items())
        ]
        if pairs:
            self._send_absorbed([part for part, _call in pairs])
            self._absorbed_into(pairs)
            self.browse(part.id for part, _call in pairs).unlink()

    @api.model
    def _absorbed_into(self, pairs):
        """Move what people added to a part over to its call. Hook: extend for your own records.

        :param pairs: list of (part, call); the parts are deleted afterwards
        """
        for part, call in pairs:
            call.write(
                {
                    name: part[name]
                    for name in ("note", "result_id", "partner_id", "lead_id")
                    if part[name] and not call[name]
                }
            )
            for model in ("telephony.recording", "telephony.command", "telephony.call.absorbed"):
                self.env[model].search([("call_id", "=", part.id)]).call_id = call


def _list(names):
    return SQL(", ").join(map(SQL.identifier, names))


def _changes(names):
    return SQL(", ").join(
        SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name)) for name in names
    )
