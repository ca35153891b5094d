# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The hours in which letters leave, against a slow reading minute by minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from crm_farewell_survey_tools.sending_window import Hours, SendingWindow, week_of
from hypothesis import given, settings
from hypothesis import strategies as st

OFFICE = [Hours(day, 9, 18) for day in range(5)]
BUDAPEST, NEW_YORK = ZoneInfo("Europe/Budapest"), ZoneInfo("America/New_York")
MINUTE = timedelta(minutes=1)

# Clocks that change at two, at midnight, by half an hour, and never.
zones = st.sampled_from(
    ["Europe/Budapest", "America/Havana", "Australia/Lord_Howe", "Asia/Shanghai"]
).map(ZoneInfo)
cuts = st.integers(0, 96).map(lambda quarter: quarter / 4)
hours = st.builds(
    lambda weekday, two, week: Hours(weekday, min(two), max(two), week),
    st.integers(0, 6),
    st.tuples(cuts, cuts).filter(lambda two: two[0] != two[1]),
    st.sampled_from([None, None, 0, 1]),
)
closings = st.builds(
    lambda day, begin, length: (
        datetime(2026, 3, 1) + timedelta(days=day, hours=begin),
        datetime(2026, 3, 1) + timedelta(days=day, hours=begin + length),
    ),
    st.integers(0, 40),
    st.integers(0, 23),
    st.integers(1, 30),
)
# Around the days on which clocks change: 8 March in Cuba, 29 March in Europe, 5 April in Australia.
moments = st.integers(0, 40 * 24 * 60).map(lambda minute: datetime(2026, 3, 1) + minute * MINUTE)


def is_open(week, closed, moment, zone):
    """Whether it is open, read from the wall clock."""
    wall = moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    hour = wall.hour + wall.minute / 60
    return any(
        one.weekday == wall.weekday()
        and one.week in (None, week_of(wall.date()))
        and one.begin <= hour < one.end
        for one in week
    ) and not any(begin <= wall < end for begin, end in closed)


@settings(max_examples=150, deadline=None)
@given(st.lists(hours, min_size=1, max_size=4), st.lists(closings, max_size=3), moments, zones)
def test_first_open_minute(week, closed, moment, zone):
    """The answer is the first minute at which the wall clock says that it is open."""
    found = SendingWindow(week, closed).opening(moment, zone)
    at = moment
    # Three weeks with a day off in them, at most.
    for _minute in range(5 * 7 * 24 * 60):
        if is_open(week, closed, at, zone):
            break
        at += MINUTE
    assert found == at


@pytest.mark.parametrize(
    ("moment", "zone", "wanted"),
    [
        # Friday 23:40, winter; Friday 23:40 before the clocks change, both ways.
        (datetime(2026, 1, 2, 22, 40), BUDAPEST, datetime(2026, 1, 5, 8)),
        (datetime(2026, 3, 27, 22, 40), BUDAPEST, datetime(2026, 3, 30, 7)),
        (datetime(2026, 10, 23, 21, 40), BUDAPEST, datetime(2026, 10, 26, 8)),
        # The same moment is still Friday afternoon elsewhere.
        (datetime(2026, 1, 2, 22, 40), NEW_YORK, datetime(2026, 1, 2, 22, 40)),
        (datetime(2026, 1, 5, 8), BUDAPEST, datetime(2026, 1, 5, 8)),
        (datetime(2026, 1, 5, 17), BUDAPEST, datetime(2026, 1, 6, 8)),
    ],
)
def test_office(moment, zone, wanted):
    """The next working day at nine, by the reader's clock."""
    assert SendingWindow(OFFICE).opening(moment, zone) == wanted


def test_holidays():
    """Days off are skipped wherever the reader lives."""
    holiday = (datetime(2026, 1, 5), datetime(2026, 1, 6, 23, 59, 59))
    window = SendingWindow(OFFICE, [holiday])
    friday = datetime(2026, 1, 3)
    assert window.opening(friday, BUDAPEST) == datetime(2026, 1, 7, 8)
    assert window.opening(friday, NEW_YORK) == datetime(2026, 1, 7, 14)


def test_two_weeks():
    """Hours of every other week."""
    window = SendingWindow([Hours(0, 9, 10, 0), Hours(1, 9, 10, 1)])
    utc = ZoneInfo("UTC")
    assert window.opening(datetime(2026, 1, 5), utc) == datetime(2026, 1, 5, 9)
    assert window.opening(datetime(2026, 1, 6), utc) == datetime(2026, 1, 13, 9)


def test_never_open():
    """Without hours, or always closed, there is no answer."""
    moment = datetime(2026, 1, 5)
    assert SendingWindow([]).opening(moment, BUDAPEST) is None
    closed = (datetime(2025, 1, 1), datetime(2036, 1, 1))
    assert SendingWindow(OFFICE, [closed]).opening(moment, BUDAPEST) is None
