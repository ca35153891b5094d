# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which changes fire a rule, live and played again."""

from datetime import datetime, timedelta

import pytest
from crm_stage_automation_tools.dry_run import Event, History, changes, would_fire
from crm_stage_automation_tools.triggers import KINDS, Change, Facts, Trigger, fires
from hypothesis import given
from hypothesis import strategies as st

facts = st.builds(
    Facts,
    st.integers(0, 3),
    st.integers(0, 2),
    st.integers(0, 2),
    is_won=st.booleans(),
    is_lost=st.just(False),
)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, Facts(stage=1), {"created", "entered"}),
        (None, Facts(stage=1, user=5), {"created", "entered", "assigned"}),
        (Facts(stage=1), Facts(stage=2), {"entered", "left", "moved"}),
        (Facts(stage=1), Facts(stage=1, user=5), {"assigned"}),
        (Facts(user=5), Facts(user=6), {"reassigned"}),
        (Facts(user=5), Facts(), set()),
        (Facts(stage=1), Facts(stage=3, is_won=True), {"entered", "left", "moved", "won"}),
        (Facts(stage=1), Facts(stage=1, is_lost=True), {"lost"}),
        (Facts(is_lost=True), Facts(is_won=True), {"won"}),
        (Facts(is_lost=True), Facts(), set()),
        (Facts(is_won=True), Facts(is_won=True), set()),
    ],
)
def test_what_a_change_is(before, after, expected):
    """Each change fires its own kinds of rules and no other."""
    change = Change(7, before, after)
    assert {kind for kind in KINDS if fires(Trigger(kind), change)} == expected


def test_a_request_is_no_creation():
    """A second request of a known customer comes in with no other change."""
    change = Change(7, Facts(stage=1), Facts(stage=1), is_request=True)
    assert {kind for kind in KINDS if fires(Trigger(kind), change)} == {"requested"}


def test_from_one_stage_to_another():
    """Both ends are asked for; one end left open is any stage."""
    change = Change(7, Facts(stage=1), Facts(stage=2))
    stages = [frozenset(), frozenset({1}), frozenset({2})]
    fired = {
        (min(origin, default=0), min(stage, default=0))
        for origin in stages
        for stage in stages
        if fires(Trigger("moved", stage, origin), change)
    }
    assert fired == {(0, 0), (0, 2), (1, 0), (1, 2)}


def test_a_dry_run_reads_the_log_backwards():
    """Won, reopened and won again within the time looked at, by a record made before it."""
    first = datetime(2026, 1, 5, 10)
    days = [first + timedelta(day) for day in range(3)]
    log = [
        *(Event(days[0], "stage", 1), Event(days[0], "is_won", 0)),
        *(Event(days[1], "stage", 3), Event(days[1], "is_won", 1)),
        *(Event(days[2], "stage", 1), Event(days[2], "is_won", 0)),
    ]
    history = History(7, None, Facts(stage=3, is_won=True), log)
    won = Trigger("won", frozenset({3}))
    assert [hit.at for hit in would_fire(won, [history])] == [days[0], days[2]]
    assert [hit.at for hit in would_fire(won, [history], "once")] == [days[0]]
    assert [hit.at for hit in would_fire(won, [history], gap=timedelta(3))] == [days[0]]
    # At the end of the gap it fires, as it does live.
    assert len(would_fire(won, [history], gap=timedelta(2))) == 2


def test_a_record_created_within_the_time_is_created_as_it_was_then():
    """What a record became later is not what it was created as."""
    at = datetime(2026, 1, 5, 10)
    history = History(7, at, Facts(stage=2), [Event(at + timedelta(1), "stage", 1)])
    assert [hit.at for hit in would_fire(Trigger("created"), [history])] == [at]
    assert [hit.at for hit in would_fire(Trigger("entered", frozenset({1})), [history])] == [at]


@given(facts, st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 1))))
def test_playing_again_meets_what_happened(start, steps):
    """A log written of any changes gives these changes back."""
    at, now, log, happened = datetime(2026, 1, 5), start, [], []
    for stage, user, won in steps:
        after = Facts(stage, user, now.team, is_won=bool(won), is_lost=now.is_lost)
        at += timedelta(minutes=1)
        old = [("stage", now.stage), ("user", now.user), ("is_won", now.is_won)]
        log += [Event(at, field, value) for field, value in old if value != getattr(after, field)]
        if after != now:
            happened.append((at, Change(7, now, after)))
        now = after
    assert changes(History(7, None, now, log)) == happened
