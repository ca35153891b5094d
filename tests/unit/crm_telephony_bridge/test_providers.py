# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What strangers send to a webhook is refused or read, and never an error."""

import pytest
from crm_telephony_bridge_tools.providers import binotel, generic, ringostat, twilio, zadarma
from crm_telephony_bridge_tools.providers.php_form import tree_of
from crm_telephony_bridge_tools.providers.signatures import (
    address_allowed,
    generic_is_valid,
    generic_signature,
    twilio_signature,
    zadarma_signature,
)
from hypothesis import given
from hypothesis import strategies as st

NOW = 1_800_000_000
TOLD = {
    "event": "NOTIFY_END",
    "pbx_call_id": "in_7",
    "caller_id": "380671112233",
    "called_did": "380442003040",
    "call_start": "2027-01-15 08:00:00",
    "duration": "31",
    "disposition": "answered",
}
words = st.dictionaries(
    st.sampled_from(
        "event pbx_call_id uniqueid CallSid CallStatus duration billsec disposition Direction "
        "requestType callDetails generalCallID id state talk".split()
    ),
    st.text(max_size=12)
    | st.sampled_from(
        "NOTIFY_END NOTIFY_RECORD completed ended apiCallCompleted in_7 1e999".split()
    ),
)


@pytest.mark.parametrize("field", ["caller_id", "called_did", "call_start", "event"])
def test_zadarma_signed_fields_cannot_be_changed(field):
    """Each signed field, and the event that says which ones are signed."""
    signature = zadarma_signature("s1", TOLD["caller_id"] + TOLD["called_did"] + TOLD["call_start"])
    assert zadarma.is_genuine(TOLD, signature, ["s0", "s1"])
    assert not zadarma.is_genuine({**TOLD, field: TOLD[field] + "1"}, signature, ["s0", "s1"])
    assert not zadarma.is_genuine(TOLD, signature, ["s0"])
    assert not zadarma.is_genuine(TOLD, signature, [])
    assert not zadarma.is_genuine(TOLD, "", ["s1"])


@given(st.binary(max_size=200), st.integers(0, 300), st.binary(max_size=200))
def test_generic_takes_nothing_but_what_was_signed(body, late, other):
    """The body, the time and the secret all count."""
    header = f"t={NOW},v1={generic_signature('secret', NOW, body)}"
    assert generic_is_valid(header, body, ["secret"], NOW + late)
    assert not generic_is_valid(header, body, ["another", ""], NOW + late)
    assert not generic_is_valid(header.replace(str(NOW), str(NOW + 1)), body, ["secret"], NOW)
    assert generic_is_valid(header, other, ["secret"], NOW) == (other == body)


@pytest.mark.parametrize("time", [f"0{NOW}", f"+{NOW}", f" {NOW}", f"{NOW}.0", "١٨٠٠٠٠٠٠٠٠"])
def test_generic_time_has_one_spelling(time):
    """Else a repeated header would pass for a new one."""
    signature = generic_signature("secret", NOW, b"{}")
    assert not generic_is_valid(f"t={time},v1={signature}", b"{}", ["secret"], NOW)
    assert not generic_is_valid(f"t={NOW},v1={signature.upper()}", b"{}", ["secret"], NOW)


@given(st.text(max_size=120), st.binary(max_size=50))
def test_generic_takes_no_made_up_header(header, body):
    """Whatever is written there."""
    assert not generic_is_valid(header, body, ["secret"], NOW)


@given(st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=5), min_size=1, max_size=3)))
def test_twilio_signs_address_and_every_field(fields):
    """A field more is another message."""
    good = twilio_signature("token", "https://desk.example/a", fields)
    assert twilio.is_genuine("https://desk.example/a", fields, good, ["token"])
    assert not twilio.is_genuine("https://desk.example/b", fields, good, ["token"])
    assert not twilio.is_genuine(
        "https://desk.example/a", {**fields, "added": ["1"]}, good, ["token"]
    )


@given(st.text(max_size=40), st.text(max_size=40))
def test_addresses_are_read_without_error(address, network):
    """An address that is none is not allowed."""
    assert not address_allowed(address, ["192.0.2.0/24"])
    assert isinstance(address_allowed("192.0.2.7", [network]), bool)


@given(words)
def test_readers_are_total(fields):
    """Any fields give a notice with an id, or none."""
    told = [reader.read(fields) for reader in (zadarma, ringostat, twilio, binotel)]
    for notice in told:
        assert notice is None or notice.external_id


@given(st.binary(max_size=80) | st.sampled_from([b"[" * 100_000, b'{"id": 1, "state": []}']))
def test_generic_reads_any_body(body):
    """A body that is no notice is none."""
    notice = generic.read(body)
    assert notice is None or notice.external_id


@given(st.lists(st.tuples(st.text("ab[]0", max_size=12), st.text(max_size=3)), max_size=8))
def test_any_form_is_a_tree(pairs):
    """Names may contradict one another."""
    assert isinstance(tree_of(pairs), dict)


def test_zadarma_record_belongs_to_its_call():
    """The recording comes later, under the call's id."""
    told = zadarma.read(
        {"event": "NOTIFY_RECORD", "pbx_call_id": "in_7", "call_id_with_rec": "rec-9"}
    )
    assert (told.external_id, told.state, told.recording) == ("in_7", "recorded", "rec-9")
    assert told.disposition is None


def test_binotel_from_a_form():
    """Nested names, an empty object as an empty text."""
    told = binotel.read(
        tree_of(
            [
                ("requestType", "apiCallCompleted"),
                ("callDetails[generalCallID]", "9"),
                ("callDetails[callType]", "1"),
                ("callDetails[externalNumber]", "0671112233"),
                ("callDetails[internalNumber]", "101"),
                ("callDetails[disposition]", "CANCEL"),
                ("callDetails[historyData]", ""),
            ]
        )
    )
    assert (told.direction, told.disposition) == ("outgoing", "cancelled")
    assert (told.caller_number, told.called_number) == ("101", "0671112233")


def test_a_word_nobody_knows_is_no_missed_call():
    """Ringostat's customers choose their own names; who spoke was answered."""
    told = ringostat.read({"uniqueid": "r1", "disposition": "SPLENDID", "billsec": "9"})
    assert told.disposition == "answered"
