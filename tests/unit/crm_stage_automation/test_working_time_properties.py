# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Working time against a slow reading of the same calendar, minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from crm_stage_automation_tools.delays import Delay
from hypothesis import given, settings
from hypothesis import strategies as st
from office_calendars import Office

ZONES = st.sampled_from(["Europe/Berlin", "UTC", "America/St_Johns", "Asia/Taipei"]).map(ZoneInfo)
CUTS = st.integers(0, 24)
HOURS = (
    st.lists(CUTS, min_size=4, max_size=4, unique=True)
    .map(sorted)
    .map(lambda cuts: [(cuts[0], cuts[1]), (cuts[2], cuts[3])])
)
offices = st.builds(
    Office,
    st.dictionaries(st.integers(0, 6), HOURS, min_size=1, max_size=7),
    ZONES,
    st.frozensets(st.integers(0, 20).map(lambda day: date(2026, 3, 20) + timedelta(day))),
)
# Around the day on which Europe's clocks change.
moments = st.integers(0, 14 * 24 * 60).map(
    lambda minute: datetime(2026, 3, 22) + timedelta(minutes=minute)
)
amounts = st.integers(0, 24 * 60)


def working_minutes(calendar, begin, end):
    """Return the beginnings of the minutes in which there is work, one after the other."""
    since, until = begin.replace(tzinfo=UTC), end.replace(tzinfo=UTC)
    found = set()
    for first, last, _meta in calendar(since - timedelta(7), until + timedelta(7)):
        at, stop = first.astimezone(UTC), last.astimezone(UTC)
        if at.second:  # the last second of a day off
            continue
        while at < stop:
            found.add(at.replace(tzinfo=None))
            at += timedelta(minutes=1)
    return sorted(at for at in found if begin <= at < end)


@settings(max_examples=30)
@given(offices, moments, st.integers(1, 12 * 60))
def test_minutes_are_those_that_were_worked(calendar, moment, amount):
    """So many minutes later, so many minutes of work have passed, and the last one just ended."""
    minutes = working_minutes(calendar, moment, moment + timedelta(20))
    hours = calendar.working_time()
    if len(minutes) >= amount:
        due = hours.after(moment, Delay(amount, "minutes"))
        assert due == minutes[amount - 1] + timedelta(minutes=1)
        assert hours.worked(moment, due) == timedelta(minutes=amount)


@settings(max_examples=30)
@given(offices, moments, st.integers(1, 12 * 60))
def test_minutes_before_are_those_that_were_worked(calendar, moment, amount):
    """The same the other way round."""
    minutes = working_minutes(calendar, moment - timedelta(20), moment)
    hours = calendar.working_time()
    if len(minutes) >= amount:
        due = hours.after(moment, Delay(-amount, "minutes"))
        assert due == minutes[-amount]


@given(offices, moments, amounts, amounts)
def test_one_delay_after_another_is_both_together(calendar, moment, first, second):
    """Nothing is lost or won at the seams, nor by what was asked before."""
    hours, fresh = calendar.working_time(), calendar.working_time()
    due = hours.after(moment, Delay(first, "minutes"))
    due = hours.after(due, Delay(second, "minutes"))
    together = Delay(first + second, "minutes")
    # A delay of nothing goes on to the next opening, where one that is worked off stops at closing.
    if second:
        assert due == fresh.after(moment, together)
    else:
        assert due == fresh.after(fresh.after(moment, together), Delay(0))


@given(offices, moments, moments, st.integers(-5, 5), st.sampled_from(["hours", "days"]))
def test_who_comes_later_is_not_due_earlier(calendar, one, other, amount, unit):
    """Order is kept, in both directions of time."""
    hours = calendar.working_time()
    first, second = sorted([one, other])
    assert hours.after(first, Delay(amount, unit)) <= hours.after(second, Delay(amount, unit))


@given(offices, moments, st.integers(-12, 12))
def test_days_lead_to_a_day_of_work(calendar, moment, amount):
    """The due moment is at work or at its end, and not before the start."""
    hours = calendar.working_time()
    due = hours.after(moment, Delay(amount, "days"))
    around = (due, due - timedelta(seconds=1))
    assert any(hours.is_open(at) for at in around)
    assert due >= moment if amount >= 0 else due <= moment


@given(offices, moments, moments)
def test_worked_adds_up(calendar, one, other):
    """What was worked before and after a moment is all that was worked."""
    hours = calendar.working_time()
    begin, end = datetime(2026, 3, 22), datetime(2026, 4, 6)
    first, second = sorted([one, other])
    parts = [(begin, first), (first, second), (second, end)]
    assert sum((hours.worked(*part) for part in parts), timedelta()) == hours.worked(begin, end)
