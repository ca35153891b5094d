# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Links cannot be guessed, and guessing is slow."""

import base64
from datetime import datetime, timedelta

import pytest
from crm_stage_automation_tools.tokens import (
    MAX_FAILURES,
    WINDOW,
    address_key,
    digest,
    is_token,
    new_token,
    retry_after,
    with_failure,
)
from hypothesis import given
from hypothesis import strategies as st

AT = datetime(2026, 1, 5, 10)


def test_tokens_have_128_bits_and_differ():
    """Sixteen random bytes each, and their hashes differ as they do."""
    tokens = {new_token() for _number in range(1000)}
    assert len(tokens) == len({digest(token) for token in tokens}) == 1000
    assert all(is_token(token) for token in tokens)
    assert {len(base64.urlsafe_b64decode(token + "==")) for token in tokens} == {16}


@given(st.text(max_size=60))
def test_what_is_looked_up_is_harmless(text):
    """Only letters, digits, - and _ pass, and 22 of them."""
    assert is_token(text) == (
        len(text) == 22 and text.isascii() and all(char.isalnum() or char in "-_" for char in text)
    )


def test_twenty_failures_a_minute():
    """The twentieth is answered, the next attempt is not; others are not concerned."""
    failures = []
    for number in range(MAX_FAILURES):
        now = AT + timedelta(seconds=number)
        assert retry_after(failures, now) == 0
        failures = with_failure(failures, now)
    now = AT + timedelta(seconds=20)
    assert retry_after(failures, now) == 40
    assert retry_after([], now) == 0
    assert retry_after(failures, now + timedelta(seconds=40)) == 0


def test_a_second_is_never_told_too_early():
    """Who comes back when he was told to is let in."""
    failures = [AT + timedelta(milliseconds=500)] * MAX_FAILURES
    wait = retry_after(failures, AT + timedelta(seconds=1))
    assert wait == 60
    assert retry_after(failures, AT + timedelta(seconds=1 + wait)) == 0


def test_a_worker_whose_clock_is_ahead_blocks_nobody_for_long():
    """What failed in the future fails now."""
    assert retry_after([AT + timedelta(days=9)] * MAX_FAILURES, AT) == WINDOW.total_seconds()


@pytest.mark.parametrize("text", ["", "example.com", "192.0.2.7:80", "1.2.3", "::1%eth0/64"])
def test_what_is_no_address(text):
    """Nothing else is counted under a name of its own."""
    with pytest.raises(ValueError, match="address"):
        address_key(text)


def test_a_network_is_one_subscriber():
    """Who has a network of addresses has one count."""
    assert address_key("2001:db8:0:1::1") == address_key("2001:db8:0:1:ffff::9")
    assert address_key("2001:db8:0:1::1") != address_key("2001:db8:0:2::1")


@given(st.lists(st.integers(0, 200_000), max_size=200).map(sorted))
def test_however_an_address_tries(milliseconds):
    """In no minute more than 20 failures are answered, and little is remembered."""
    failures, answered = [], []
    for millisecond in milliseconds:
        now = AT + timedelta(milliseconds=millisecond)
        if not retry_after(failures, now):
            failures = with_failure(failures, now)
            answered.append(now)
        assert len(failures) <= MAX_FAILURES
    assert all(
        later - first >= WINDOW
        for first, later in zip(answered, answered[MAX_FAILURES:], strict=False)
    )
