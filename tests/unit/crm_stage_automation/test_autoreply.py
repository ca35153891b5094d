# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""People get an answer, robots get none."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from crm_stage_automation_tools.autoreply import (
    MARK,
    answer_headers,
    day_key,
    normal_address,
    refusal,
)
from hypothesis import given
from hypothesis import strategies as st

PERSON = [
    ("Return-Path", "<ann@example.com>"),
    ("From", "Ann <ann@example.com>"),
    ("To", "sales@shop.example"),
    ("Content-Type", "multipart/alternative; boundary=x"),
]


@pytest.mark.parametrize(
    "header",
    [
        ("Auto-Submitted", "no"),
        ("Auto-Submitted", "No (a person wrote this)"),
        ("Precedence", "first-class"),
        ("X-Auto-Response-Suppress", "DR, RN, NRN"),
        ("Reply-To", "bob@example.com"),
        ("Sender", "secretary@example.com"),
        ("In-Reply-To", "<1@example.com>"),
        # Names that only look like those of robots.
        ("Reply-To", "norbert.reply@example.com"),
        ("Reply-To", "bouncer@example.com"),
        ("Reply-To", "listservice@example.com"),
    ],
)
def test_people_are_answered(header):
    """What a person's letter may have about it."""
    assert refusal([*PERSON, header]) is None


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (("Auto-Submitted", "auto-replied"), "automatic"),
        (("Auto-Submitted", "auto-generated"), "automatic"),
        (("AUTO-SUBMITTED", " Auto-Notified; owner-email=x "), "automatic"),
        (("Auto-Submitted", ""), "automatic"),
        (("X-Auto-Response-Suppress", "All"), "automatic"),
        (("X-Auto-Response-Suppress", "DR, OOF"), "automatic"),
        (("X-Auto-Response-Suppress", "autoreply"), "automatic"),
        (("X-Autoreply", "yes"), "automatic"),
        (("X-Autorespond", ""), "automatic"),
        (("Precedence", "auto_reply"), "automatic"),
        (("Precedence", "Bulk"), "list"),
        (("Precedence", "list"), "list"),
        (("Precedence", "junk"), "list"),
        (("List-Id", "<x.example.com>"), "list"),
        (("List-Unsubscribe", "<mailto:x@example.com>"), "list"),
        (("Return-Path", "<>"), "bounce"),
        (("X-Failed-Recipients", "x@example.com"), "bounce"),
        (("Content-Type", 'multipart/report; report-type="delivery-status"'), "bounce"),
        (("Sender", "MAILER-DAEMON@example.com"), "bounce"),
        (("Return-Path", "<bounce+123=x@example.com>"), "bounce"),
        (("Reply-To", "noreply@example.com"), "robot"),
        (("Reply-To", "No-Reply <no-reply+5@example.com>"), "robot"),
        (("Reply-To", "do_not_reply@example.com"), "robot"),
        (("Sender", "owner-users@example.com"), "robot"),
        (("Sender", "users-request@example.com"), "robot"),
        (("Reply-To", "sales@shop.example"), "own"),
        (("Sender", "Sales+7@Shop.Example"), "own"),
        (("References", f"<1@x> <77{MARK}@shop.example>"), "answer"),
    ],
)
def test_robots_are_not(header, reason):
    """One sign is enough, however it is spelled."""
    assert refusal([*PERSON, header], {"sales@shop.example"}) == reason


def test_who_writes_from_no_address_or_from_ours():
    """There must be somebody to answer, and it must not be us."""
    assert refusal([("From", "undisclosed"), ("Return-Path", "<a@example.com>")]) == "no_sender"
    assert refusal(PERSON, {"ann@example.com"}) == "own"


def test_two_robots_exchange_one_letter():
    """Ours is not answered by one like ours, and we answer no answer to it."""
    ours = [*PERSON, *answer_headers("<1@example.com>").items()]
    assert refusal(ours) == "automatic"
    echo = [*PERSON, ("In-Reply-To", f"<2{MARK}@shop.example>")]
    assert refusal(echo) == "answer"


def test_once_an_address_and_day():
    """The day is that of the company, and spelling or tags make no second address."""
    zone = ZoneInfo("Europe/Berlin")
    late, later = datetime(2026, 1, 5, 22, 59, 59), datetime(2026, 1, 5, 23)
    address = normal_address('"Ann, dear" <ANN+1@example.com>')
    assert day_key(address, late, zone) == day_key("ann@example.com", datetime(2026, 1, 5), zone)
    assert day_key(address, late, zone) != day_key(address, later, zone)


HEADERS = st.lists(st.tuples(st.text(max_size=12), st.text(max_size=20)), max_size=6)


@given(HEADERS, st.text(max_size=30))
def test_any_header_is_survived(headers, value):
    """Letters come from anywhere; what is odd is refused or answered, never an error."""
    names = ("From", "Return-Path", "Auto-Submitted", "Precedence", "Reply-To", "Content-Type")
    for name in names:
        refusal([*headers, *PERSON, (name, value)], {"sales@shop.example"})
    assert "\n" not in normal_address(value)


@given(HEADERS, HEADERS)
def test_no_header_makes_a_robot_a_person(before, after):
    """What speaks against an answer is not talked away by anything around it."""
    robot = ("Auto-Submitted", "auto-replied")
    assert refusal([*before, *PERSON, robot, *after]) is not None
