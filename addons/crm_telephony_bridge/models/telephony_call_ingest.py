# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import UTC, datetime

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..tools.change import Change
from ..tools.numbers import read_caller

_logger = logging.getLogger(__name__)


class TelephonyCall(models.Model):
    _inherit = "telephony.call"

    @api.private
    @api.model
    def _ingest(self, provider, states):
        """Take what is known of calls: the one entry, for every provider.

        A state counts when its version is higher than the stored one, and an ended call never
        goes on. Any number of states costs the same number of queries. Two workers with states
        of one call: the second is refused by the database and retried by Odoo, as always.

        :param provider: ``telephony.provider`` of one record
        :param states: list of ``tools.wire.CallState``, in any order, repetitions allowed
        :return: list of ``tools.change.Change``, one for each state that was news
        """
        provider = provider.sudo()
        calls = self.sudo().with_company(provider.company_id)
        newest = calls._newest(states)
        known, absorbed = calls._known(provider, newest)
        # Sorted: two workers that want the same rows want them in the same order.
        news = [
            newest[key]
            for key in sorted(newest)
            if key not in absorbed and calls._is_news(newest[key], known.get(key))
        ]
        if not news:
            return []
        rows = calls._rows(provider, news, known)
        ids = calls._store(rows)
        changes = [
            Change(ids[key], state, known.get(key))
            for state in news
            if (key := (state["pbx"], state["id"])) in ids
        ]
        calls._store_legs(provider, changes)
        calls._absorb(provider, changes)
        calls._follow_up(changes)
        return changes

    @api.model
    def _follow_up(self, changes):
        """Let others act; what fails there never loses a call."""
        try:
            with self.env.cr.savepoint():
                self._ingested(changes)
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            self.env.invalidate_all(flush=False)
            _logger.exception("Calls were taken, but what follows from them failed")

    @api.model
    def _newest(self, states):
        """{(pbx, id): state}: the newest of each call, without what another one absorbed."""
        newest = {}
        for state in states:
            key = state["pbx"], state["id"]
            if key not in newest or newest[key]["version"] < state["version"]:
                newest[key] = state
        gone = {
            (state["pbx"], one)
            for state in newest.values()
            for one in state["absorbed"]
            if one != state["id"]
        }
        return {key: state for key, state in newest.items() if key not in gone}

    @api.model
    def _is_news(self, state, known):
        """Whether a state tells more than what is stored."""
        if known is None:
            return True
        over = known["state"] == "ended" and state["state"] != "ended"
        return state["version"] > known["version"] and not over

    # ------------------------------------------------------------------
    # From a state to columns
    # ------------------------------------------------------------------

    @api.model
    def _rows(self, provider, states, known):
        """The columns of each state; a constant number of queries."""
        region = (provider.country_id or provider.company_id.country_id).code
        extensions = self._extensions(provider, states)
        queues = self._queues(provider, states)
        numbers = [self._customer(state, region) for state in states]
        # A call that was identified stays so: perhaps by a person.
        unknown = {
            number.shown
            for state, number in zip(states, numbers, strict=True)
            if number.tail and not self._is_identified(known.get((state["pbx"], state["id"])))
        }
        owners = self.env["telephony.caller"]._find(
            unknown, provider.company_id, provider.country_id
        )
        return [
            self._row(
                provider,
                state,
                number,
                extensions=extensions,
                queues=queues,
                owners=owners.get(number.shown, []),
                was=known.get((state["pbx"], state["id"])),
            )
            for state, number in zip(states, numbers, strict=True)
        ]

    @api.model
    def _row(self, provider, state, number, *, extensions, queues, owners, was):
        """The columns of one state. Hook: add yours, the same for every state.

        :param number: ``tools.numbers.CallerNumber`` of the customer
        :param extensions: {(pbx, number): ``telephony.extension``}
        :param queues: {number: ``telephony.queue``}
        :param owners: list of ``Owner``, empty for a call identified before
        :param was: the stored columns, None for a new call
        """
        was = was or {}
        extension = self._person(state, extensions)
        line = state["called"] if state["direction"] == "incoming" else None
        queue = queues.get(line) or self.env["telephony.queue"]
        user = extension.user_id
        return {
            **self._told_columns(state, was),
            "provider_id": provider.id,
            "company_id": provider.company_id.id,
            "customer_number": number.shown,
            "customer_tail": number.tail,
            "line": line,
            "user_id": user.id or None,
            "extension_id": extension.id or None,
            "queue_id": queue.id or None,
            "team_id": queue.team_id.id or user.sale_team_id.id or None,
            "partner_id": was.get("partner_id") or _first(owners, "partner_id"),
            "lead_id": was.get("lead_id") or _first(owners, "lead_id"),
            "candidate_count": was.get("candidate_count") or len(owners),
        }

    @api.model
    def _told_columns(self, state, was):
        """The columns that stand in a state as they are; what was known is not unknown again."""
        answered = state["disposition"] == "answered" or state["state"] == "ongoing"
        return {
            "pbx": state["pbx"],
            "external_id": state["id"],
            "version": state["version"],
            "state": state["state"],
            "direction": state["direction"],
            "disposition": state["disposition"] or was.get("disposition"),
            "caller_number": state["caller"],
            "called_number": state["called"],
            "answered_by": state["answered_by"],
            "started_at": moment(state["started"]),
            "answered_at": moment(state["started"] + state["wait"]) if answered else None,
            "ended_at": moment(state["ended"]),
            "wait_seconds": state["wait"],
            "talk_seconds": state["talk"],
            "recording_ref": state["recording"] or was.get("recording_ref"),
            "is_recovered": state["recovered"],
        }

    @api.model
    def _customer(self, state, region):
        """The number outside the house; none in a call between colleagues."""
        if state["direction"] == "internal":
            return read_caller(None, region)
        return read_caller(
            state["caller" if state["direction"] == "incoming" else "called"], region
        )

    @api.model
    def _is_identified(self, was):
        return bool(was and (was["partner_id"] or was["lead_id"] or was["candidate_count"]))

    @api.model
    def _person(self, state, extensions):
        """The extension whose call it is: who answered, who called, else the only one that rang."""
        agents = dict.fromkeys(
            leg["number"] for leg in state["legs"] if leg["party"] == "agent" and leg["number"]
        )
        number = state["answered_by"]
        if state["direction"] == "internal" or (state["direction"] == "outgoing" and not number):
            number = state["caller"]
        if not number and len(agents) == 1:
            number = next(iter(agents))
        found = extensions.get((state["pbx"], number)) or extensions.get(("", number))
        return found or self.env["telephony.extension"]

    @api.model
    def _extensions(self, provider, states):
        """{(pbx, number): extension} of all phones in these states."""
        numbers = {leg["number"] for state in states for leg in state["legs"]}
        numbers |= {state[name] for state in states for name in ("answered_by", "caller")}
        found = self.env["telephony.extension"].search_fetch(
            [("provider_id", "=", provider.id), ("number", "in", list(numbers - {None}))],
            ["pbx", "number", "user_id"],
        )
        return {(one.pbx or "", one.number): one for one in found}

    @api.model
    def _queues(self, provider, states):
        """{number: queue or line} of what was called from outside."""
        called = {state["called"] for state in states if state["direction"] == "incoming"}
        found = self.env["telephony.queue"].search_fetch(
            [("provider_id", "=", provider.id), ("number", "in", list(called - {None}))],
            ["number", "team_id", "user_id"],
        )
        return {one.number: one for one in found}


def _first(owners, name):
    """The first owner's contact or lead; of those after him the first that has one."""
    return next((getattr(owner, name) for owner in owners if getattr(owner, name)), None)


def moment(seconds):
    """A time of the PBX as the database keeps it, to the second."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%d %H:%M:%S")
