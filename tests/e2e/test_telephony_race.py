# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two server processes are told of the same call at the same moment: one call, and no error."""

import time
from urllib.parse import urlencode

import addon_tools
import pytest
from bridge_door import signed
from in_step import send_pairs

addon_tools.load()

from crm_telephony_bridge_tools.providers.signatures import zadarma_signature  # noqa: E402
from crm_telephony_bridge_tools.wire import read_state  # noqa: E402

SECRET = "s3cret-of-the-race-0123456789"
REPETITIONS = 40
STARTED = "2027-01-15 10:00:00"


@pytest.fixture
def make_provider(admin):
    """A factory of providers: (id, key) of a new one of a type."""

    def make(kind):
        values = {"name": f"Race {kind}", "type": kind, "new_secret": SECRET, "tz": "UTC"}
        number = admin.call("telephony.provider", "create", values)
        [row] = admin.call("telephony.provider", "read", [number], ["key", "has_secret"])
        assert row["has_secret"]
        return number, row["key"]

    return make


def statuses_of(sales_desk, second_server, path, pairs):
    """The sorted statuses of each pair of requests that two servers get at once."""
    answers = send_pairs((sales_desk.url, second_server.listen.url), path, pairs)
    return [sorted(status for status, _body in pair) for pair in answers]


def zadarma(call, event, **more):
    """A notice of Zadarma; each call has a caller of its own."""
    fields = {
        "event": event,
        "pbx_call_id": f"in_{call}",
        "caller_id": f"38067{call:07}",
        "called_did": "380442003040",
        "call_start": STARTED,
        **more,
    }
    signature = zadarma_signature(SECRET, fields["caller_id"] + fields["called_did"] + STARTED)
    kind = "application/x-www-form-urlencoded"
    return urlencode(fields).encode(), {"Content-Type": kind, "Signature": signature}


def calls_of(admin, provider, *fields):
    """What is stored of a provider's calls."""
    return admin.call(
        "telephony.call", "search_read", [["provider_id", "=", provider]], ["external_id", *fields]
    )


def test_copies_that_reach_two_workers(sales_desk, second_server, admin, make_provider):
    """The same signature at once at both: one is taken, the other refused."""
    provider, key = make_provider("generic")
    pairs = [
        (signed({"id": f"c{number}", "state": "ringing", "direction": "incoming"}, SECRET),) * 2
        for number in range(REPETITIONS)
    ]
    statuses = statuses_of(sales_desk, second_server, f"/telephony/webhook/{key}", pairs)
    assert statuses == [[200, 409]] * REPETITIONS
    assert len(calls_of(admin, provider)) == REPETITIONS


def test_two_notices_of_one_call_at_once(sales_desk, second_server, admin, make_provider):
    """The ring and the end come together: both count, in whatever order they are stored."""
    provider, key = make_provider("zadarma")
    missed = {"internal": "101", "duration": "0", "disposition": "no answer"}
    pairs = [
        (zadarma(number, "NOTIFY_START"), zadarma(number, "NOTIFY_END", **missed))
        for number in range(REPETITIONS)
    ]
    statuses = statuses_of(sales_desk, second_server, f"/telephony/webhook/{key}", pairs)
    assert statuses == [[200, 200]] * REPETITIONS
    calls = calls_of(admin, provider, "state", "disposition", "version")
    assert len(calls) == REPETITIONS
    for call in calls:
        assert (call["state"], call["disposition"]) == ("ended", "missed"), call
        assert call["version"] == 2, call


def test_a_batch_that_is_told_twice_at_once(sales_desk, second_server, admin, make_provider):
    """Two bridges after a mishap: the same calls, each in its own order."""
    provider, key = make_provider("asterisk")
    began = int(time.time())
    pairs = []
    for number in range(REPETITIONS // 2):
        states = [
            read_state(
                {
                    "id": f"{number}.{one}",
                    "version": 1,
                    "state": "ringing",
                    "direction": "incoming",
                    "caller": "0671112233",
                    "wait": 0,
                    "talk": 0,
                    "started": began,
                }
            )
            for one in range(20)
        ]
        batches = ({"states": states, "by": 1}, {"states": states[::-1]})
        pairs.append(tuple(signed(batch, SECRET) for batch in batches))
    statuses = statuses_of(sales_desk, second_server, f"/telephony/bridge/{key}/calls", pairs)
    assert statuses == [[200, 200]] * len(pairs)
    assert len(calls_of(admin, provider)) == 20 * len(pairs)
