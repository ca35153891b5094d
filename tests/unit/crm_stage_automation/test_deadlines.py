# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Moving an activity in a calendar of days keeps its hour."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from crm_stage_automation_tools.deadlines import date_of, moved_to
from hypothesis import given
from hypothesis import strategies as st
from office_calendars import BERLIN, local, utc

ZONES = st.sampled_from(["Europe/Berlin", "America/St_Johns", "Asia/Taipei", "Pacific/Kiritimati"])
moments = st.integers(0, 400 * 24 * 60).map(
    lambda minute: datetime(2026, 1, 1) + timedelta(minutes=minute)
)
days = st.integers(0, 400).map(lambda day: date(2026, 1, 1) + timedelta(day))


@given(moments, days, ZONES.map(ZoneInfo))
def test_the_day_is_the_one_that_was_chosen(moment, day, zone):
    """Whatever the hour, also on the days on which clocks change."""
    moved = moved_to(moment, day, zone)
    assert date_of(moved, zone) == day
    assert moved_to(moved, date_of(moment, zone), zone) - moment in (
        *(timedelta(), timedelta(hours=1), -timedelta(hours=1)),
    )


@pytest.mark.parametrize(
    ("moment", "day", "moved"),
    [
        ("2026-03-27 09:00", date(2026, 3, 30), "2026-03-30 09:00:00"),
        ("2026-10-26 00:30", date(2026, 10, 24), "2026-10-24 00:30:00"),
        ("2026-03-28 02:30", date(2026, 3, 29), "2026-03-29 03:30:00"),
    ],
)
def test_the_hour_is_that_of_the_wall_clock(moment, day, moved):
    """Nine o'clock stays nine o'clock; where there is no half past two, it is half past three."""
    assert local(moved_to(utc(moment), day, BERLIN)) == moved
