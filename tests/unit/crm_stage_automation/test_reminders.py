# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reminders of a call that is not made, with and without somebody to send them in time."""

from datetime import datetime, timedelta

import pytest
from crm_stage_automation_tools.delays import Delay
from crm_stage_automation_tools.reminders import (
    MAX_REMINDERS,
    Round,
    Series,
    next_round,
    occurrences,
)
from hypothesis import given
from hypothesis import strategies as st
from office_calendars import local, office, utc

HOURLY = Series(Delay(1, is_working=True), 3)


def played(series, moments, looks):
    """Let somebody look at these moments; return the rounds and what is settled after them."""
    settled, rounds = set(), []
    for now in looks:
        done = next_round(series, moments, now, settled)
        rounds.append(done)
        settled.update(done.skip)
        settled.update(number for number in (done.remind, done.escalate) if number is not None)
    return rounds, settled


def test_reminders_are_in_working_time():
    """Due an hour before closing: the rest follows on the next morning, the escalation too."""
    moments = occurrences(HOURLY, utc("2026-01-02 17:00"), office().working_time().due)
    assert [local(at) for at in moments] == [
        "2026-01-02 17:00:00",
        "2026-01-02 18:00:00",
        "2026-01-05 10:00:00",
        "2026-01-05 11:00:00",
    ]


def test_in_time_each_is_sent_alone_and_the_next_is_known():
    """At due, +1 h, +2 h a reminder; at +3 h the escalation; then nothing."""
    due = utc("2026-01-05 10:00")
    moments = occurrences(HOURLY, due, office().working_time().due)
    rounds, _settled = played(HOURLY, moments, [*moments, due + timedelta(days=9)])
    later = moments[1:]
    assert rounds == [
        Round(remind=0, next_at=later[0]),
        Round(remind=1, next_at=later[1]),
        Round(remind=2, next_at=later[2]),
        Round(escalate=3),
        Round(),
    ]


def test_after_an_outage_one_reminder_and_the_escalation_in_one_run():
    """Nobody looked from before due until five hours after it."""
    due = utc("2026-01-05 10:00")
    moments = occurrences(HOURLY, due, office().working_time().due)
    back = due + timedelta(hours=5)
    rounds, _settled = played(HOURLY, moments, [due - timedelta(minutes=5), back, back])
    assert rounds == [Round(next_at=due), Round((0, 1), 2, 3), Round()]


def test_back_before_the_escalation():
    """What is still to come keeps its time."""
    due = utc("2026-01-05 10:00")
    moments = occurrences(HOURLY, due, office().working_time().due)
    assert next_round(HOURLY, moments, due + timedelta(minutes=80)) == Round(
        skip=(0,), remind=1, next_at=moments[2]
    )


def test_a_series_that_does_not_escalate_or_does_nothing_else():
    """The two ends of the setting."""
    at = datetime(2026, 1, 5, 10)
    quiet, strict = Series(Delay(1), 2, escalates=False), Series(Delay(1), 0)
    add = office().working_time().due
    assert len(occurrences(quiet, at, add)) == 2
    assert next_round(strict, occurrences(strict, at, add), at) == Round(escalate=0)


@pytest.mark.parametrize(("every", "most"), [(0, 3), (-1, 3), (1, -1), (1, MAX_REMINDERS + 1)])
def test_a_series_that_cannot_be(every, most):
    """An interval leads on, and reminders end."""
    with pytest.raises(ValueError, match="reminders"):
        Series(Delay(every), most)


MINUTES = st.lists(st.integers(-60, 12 * 60), min_size=1, max_size=12).map(sorted)


@given(st.integers(0, 6), st.booleans(), MINUTES)
def test_however_often_somebody_looks(most, escalates, minutes):
    """Each occurrence is settled once, reminders go forward, at most one is sent in a run."""
    series = Series(Delay(1), most, escalates=escalates)
    due = datetime(2026, 1, 5, 10)
    moments = [due + timedelta(hours=number) for number in range(most + escalates)]
    looks = [due + timedelta(minutes=minute) for minute in minutes]
    rounds, settled = played(series, moments, looks)
    sent = [done.remind for done in rounds if done.remind is not None]
    skipped = [number for done in rounds for number in done.skip]
    assert sent == sorted(set(sent))
    assert len(skipped) == len(set(skipped))
    assert not set(sent) & set(skipped)
    reached = {number for number, at in enumerate(moments) if at <= looks[-1]}
    assert settled == reached
    assert [done.escalate for done in rounds if done.escalate is not None] == (
        [most] if most in reached else []
    )
    # Whoever is told above was reminded before, in the same run at the latest.
    if escalates and most in reached and most:
        assert sent


@given(st.integers(1, 6), st.sets(st.integers(0, 6)), st.integers(0, 600))
def test_looking_again_at_the_right_moment(most, settled, minute):
    """The next look is the first moment that is neither past nor settled."""
    series = Series(Delay(1), most)
    due = datetime(2026, 1, 5, 10)
    moments = [due + timedelta(hours=number) for number in range(most + 1)]
    now = due + timedelta(minutes=minute)
    done = next_round(series, moments, now, settled)
    ahead = [at for number, at in enumerate(moments) if at > now and number not in settled]
    assert done.next_at == (ahead[0] if ahead else None)
