# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ten thousand hostile requests for each provider: none is taken, none is an error.

Each is a genuine request that somebody spoilt: a signed field, the signature, the secret, the
address, the body cut off or filled up. Some hundreds go through Odoo's door, in the add-on's own
tests.
"""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from crm_telephony_bridge_tools.providers.adapter import Account
from crm_telephony_bridge_tools.providers.facts import Told, call_of
from crm_telephony_bridge_tools.providers.message import Message
from crm_telephony_bridge_tools.providers.registry import ADAPTERS
from crm_telephony_bridge_tools.providers.signatures import (
    generic_signature,
    twilio_signature,
    zadarma_signature,
)
from crm_telephony_bridge_tools.wire import read_state, state_of

NOW = 1_800_000_000.0
COUNT = 10_000
SECRETS = ("the-old-secret-0123456789", "the-new-secret-0123456789")
ACCOUNT = Account(SECRETS, ("192.0.2.0/24",))
HOME = "192.0.2.7"
URL = "https://desk.example/telephony/webhook/key"
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}
ODD = [
    "\0",
    "\ud800",
    "é",
    "=",
    "&",
    "[",
    "]",
    "%00",
    "%",
    "+",
    "'",
    '"',
    "9" * 5000,
    "-1",
    "1e999",
]
ODD += ["NOTIFY_END", "ANSWER", "completed", "nan", "../..", "<script>", "\r\nX: 1", "{}", "null"]


def zadarma(fields: dict[str, str], secret: str) -> Message:
    """Sign as Zadarma does."""
    signed = fields["caller_id"] + fields["called_did"] + fields["call_start"]
    headers = {**FORM, "signature": zadarma_signature(secret, signed)}
    return Message((URL,), headers, urlencode(fields).encode(), "", HOME)


def twilio(fields: dict[str, str], secret: str) -> Message:
    """Sign as Twilio does."""
    signature = twilio_signature(secret, URL, {name: [value] for name, value in fields.items()})
    headers = {**FORM, "x-twilio-signature": signature}
    return Message((URL,), headers, urlencode(fields).encode(), "", HOME)


def generic(fields: dict[str, str], secret: str) -> Message:
    """Sign as our own webhook asks."""
    body = json.dumps(fields).encode()
    signature = f"t={int(NOW)},v1={generic_signature(secret, int(NOW), body)}"
    return Message((URL,), {**JSON, "x-signature": signature}, body, "", HOME)


def addressed(fields: dict[str, str], secret: str) -> Message:
    """Send without a signature, the secret in the address."""
    return Message((URL,), FORM, urlencode(fields).encode(), secret, HOME)


Sign = Callable[[dict[str, str], str], Message]
CASES: dict[str, tuple[Sign, dict[str, str], set[str]]] = {
    "zadarma": (
        zadarma,
        {
            "event": "NOTIFY_END",
            "pbx_call_id": "in_1",
            "caller_id": "380671112233",
            "called_did": "380442003040",
            "call_start": "2027-01-15 10:00:00",
            "duration": "31",
            "disposition": "answered",
        },
        {"caller_id", "called_did", "call_start"},
    ),
    "twilio": (
        twilio,
        {
            "CallSid": "CA1",
            "CallStatus": "completed",
            "Direction": "inbound",
            "From": "+380671112233",
            "To": "+380442003040",
            "CallDuration": "31",
        },
        {"CallSid", "CallStatus", "Direction", "From", "To", "CallDuration"},
    ),
    "generic": (
        generic,
        {"id": "c1", "state": "ended", "disposition": "answered", "caller": "0671112233"},
        {"id", "state", "disposition", "caller"},
    ),
    "asterisk": (generic, {"id": "c1", "state": "ended"}, {"id", "state"}),
    "binotel": (
        addressed,
        {
            "requestType": "apiCallCompleted",
            "callDetails[generalCallID]": "9",
            "callDetails[externalNumber]": "0671112233",
            "callDetails[disposition]": "ANSWER",
        },
        set(),
    ),
    "ringostat": (addressed, {"uniqueid": "r1", "disposition": "ANSWERED", "billsec": "9"}, set()),
}


def spoil(chance: random.Random, good: Message, sign: Sign, fields: dict[str, str]) -> Message:
    """Return the request with what guards it spoilt, and perhaps more."""
    way = chance.randrange(4)
    text = chance.choice(ODD) + str(chance.random())
    if way == 0:
        bad = replace(good, address=chance.choice(["198.51.100.1", "::1", "", text]))
    elif way == 1:
        bad = sign(fields, chance.choice(["", "another", SECRETS[0][:-1], SECRETS[0] + "x"]))
    elif good.secret:
        bad = replace(good, secret=chance.choice([good.secret[:-1], good.secret + text, ""]))
    else:
        [name] = set(good.headers) - {"content-type"}
        value = chance.choice(
            ["", text, good.headers[name][:-1], good.headers[name] + "A", "t=,v1="]
        )
        bad = replace(good, headers={**good.headers, name: value})
    if chance.random() < 0.3:
        cut = chance.randrange(len(bad.body) + 1)
        bad = replace(bad, body=bad.body[:cut] + chance.randbytes(chance.randrange(20)))
    return bad


@pytest.mark.parametrize("kind", CASES)
def test_hostile_requests_are_refused(kind):
    """Whatever is spoilt, it is refused without an error."""
    chance = random.Random(kind)
    sign, fields, signed = CASES[kind]
    adapter = ADAPTERS[kind](ACCOUNT)
    good = sign(fields, SECRETS[1])
    assert adapter.allows(good)
    assert adapter.is_genuine(good, NOW)
    taken = 0
    for number in range(COUNT):
        if signed and number % 2:
            # One signed field is another's, the signature still the genuine one.
            name = chance.choice(sorted(signed))
            forged = sign({**fields, name: fields[name] + chance.choice("x019")}, SECRETS[1])
            bad = replace(good, body=forged.body)
        else:
            bad = spoil(chance, good, sign, fields)
        taken += adapter.allows(bad) and adapter.is_genuine(bad, NOW)
        adapter.notices(bad)
        adapter.once(bad)
        adapter.bound(bad)
    assert taken == 0


@pytest.mark.parametrize("kind", CASES)
def test_genuine_senders_of_nonsense_are_no_error(kind):
    """Who knows the secret may write what he likes: it is a sound call or none."""
    chance = random.Random(kind)
    sign, fields, _signed = CASES[kind]
    adapter = ADAPTERS[kind](ACCOUNT)
    for _number in range(1000):
        odd = dict(fields)
        for name in chance.sample(sorted(odd), chance.randrange(1, len(odd))):
            odd[name] = chance.choice([chance.choice(ODD).encode("utf-8", "ignore").decode(), ""])
        message = sign(odd, SECRETS[0])
        for notice in adapter.notices(message):
            call = call_of([Told(notice, NOW), Told(notice, NOW + 1)])
            if call is not None:
                state = state_of(call, 1)
                assert read_state(state) == state
