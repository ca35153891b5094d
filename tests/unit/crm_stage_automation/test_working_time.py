# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When something is due in working time, to the second."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from crm_stage_automation_tools.delays import MAX_DAYS, Delay, plain_after
from crm_stage_automation_tools.working_time import NoWorkingTimeError
from office_calendars import BERLIN, WEEK, Office, local, office, utc

MONDAY_OFF = {"days_off": frozenset({date(2026, 1, 5)})}
ALWAYS = {"hours": (0, 24), "days": WEEK}


# 2 January 2026 is a Friday.
@pytest.mark.parametrize(
    ("calendar", "start", "due"),
    [
        ({}, "2026-01-02 17:30", "2026-01-05 09:30:00"),
        ({}, "2026-01-02 17:00", "2026-01-02 18:00:00"),
        ({}, "2026-01-03 12:00", "2026-01-05 10:00:00"),
        (MONDAY_OFF, "2026-01-02 17:30", "2026-01-06 09:30:00"),
        (MONDAY_OFF, "2026-01-03 12:00", "2026-01-06 10:00:00"),
        (ALWAYS, "2026-01-02 17:30", "2026-01-02 18:30:00"),
        (ALWAYS, "2026-01-02 23:30", "2026-01-03 00:30:00"),
        # Not a second of a day off is worked, also where work goes on at midnight.
        (ALWAYS | MONDAY_OFF, "2026-01-04 23:30", "2026-01-06 00:30:00"),
        # Before and at opening, at closing.
        ({}, "2026-01-02 03:00", "2026-01-02 10:00:00"),
        ({}, "2026-01-02 09:00", "2026-01-02 10:00:00"),
        ({}, "2026-01-02 18:00", "2026-01-05 10:00:00"),
        # Over New Year's night, which is a midnight between two weeks' questions too.
        (ALWAYS, "2025-12-31 23:59:59", "2026-01-01 00:59:59"),
        # Sunday 29 March has 23 hours, Sunday 25 October 25.
        ({"hours": (0, 24), "days": WEEK}, "2026-03-29 01:30", "2026-03-29 03:30:00"),
        ({}, "2026-03-27 17:30", "2026-03-30 09:30:00"),
        ({}, "2026-10-23 17:30", "2026-10-26 09:30:00"),
        ({"hours": (1, 4), "days": WEEK}, "2026-03-29 01:30", "2026-03-29 03:30:00"),
        ({"hours": (1, 4), "days": WEEK}, "2026-03-28 03:30", "2026-03-29 01:30:00"),
    ],
)
def test_one_working_hour(calendar, start, due):
    """The first call is due one working hour after the lead came."""
    assert local(office(**calendar).working_time().after(utc(start), Delay(1))) == due


@pytest.mark.parametrize(
    ("amount", "unit", "start", "due"),
    [
        # The same time of day, whatever is between.
        (1, "days", "2026-01-02 17:30", "2026-01-05 17:30:00"),
        (2, "days", "2026-03-27 11:15", "2026-03-31 11:15:00"),
        # What comes outside working hours counts from the next opening.
        (1, "days", "2026-01-02 18:00", "2026-01-06 09:00:00"),
        (1, "days", "2026-01-03 12:00", "2026-01-06 09:00:00"),
        (1, "days", "2026-01-05 09:00", "2026-01-06 09:00:00"),
        (0, "days", "2026-01-03 12:00", "2026-01-05 09:00:00"),
        (0, "minutes", "2026-01-02 18:00", "2026-01-05 09:00:00"),
        (0, "minutes", "2026-01-02 17:59", "2026-01-02 17:59:00"),
        # Backwards.
        (-1, "hours", "2026-01-05 09:30", "2026-01-02 17:30:00"),
        (-30, "minutes", "2026-01-05 09:30", "2026-01-05 09:00:00"),
        (-1, "hours", "2026-01-04 12:00", "2026-01-02 17:00:00"),
        (0, "days", "2026-01-05 09:00", "2026-01-05 09:00:00"),
        (-1, "days", "2026-01-05 11:00", "2026-01-02 11:00:00"),
        (-3, "days", "2026-01-04 12:00", "2025-12-30 18:00:00"),
    ],
)
def test_other_delays(amount, unit, start, due):
    """Days keep the time of day, and delays may be counted back from a date."""
    hours = office().working_time()
    assert local(hours.after(utc(start), Delay(amount, unit))) == due


def test_a_day_whose_hours_are_others_holds_the_time_within_them():
    """After the short Friday's closing it is due at closing, in the lunch break after it."""
    hours = Office({3: [(9, 18)], 4: [(9, 12), (13, 15)], 0: [(11, 18)]}).working_time()
    assert local(hours.after(utc("2026-01-01 17:00"), Delay(1, "days"))) == "2026-01-02 15:00:00"
    assert local(hours.after(utc("2026-01-01 12:30"), Delay(1, "days"))) == "2026-01-02 13:00:00"
    assert local(hours.after(utc("2026-01-02 09:30"), Delay(1, "days"))) == "2026-01-05 11:00:00"


def test_the_last_day_that_is_known_may_be_a_short_one():
    """Closing time is found without asking what comes after it."""
    calendar = Office({0: [(9, 18)], 4: [(9, 12)]})
    due = calendar.working_time().after(utc("2026-01-05 17:00"), Delay(5, "days"))
    assert local(due) == "2026-01-23 12:00:00"
    assert len(calendar.asked) == 1


def test_days_of_round_the_clock_work():
    """A day later and a day before midnight is midnight, and a piece of many days has many."""
    hours = office(**ALWAYS).working_time()
    assert local(hours.after(utc("2026-01-02 23:30"), Delay(9, "days"))) == "2026-01-11 23:30:00"
    assert local(hours.after(utc("2026-01-06 00:00"), Delay(-1, "days"))) == "2026-01-05 00:00:00"
    assert local(hours.after(utc("2026-01-06 00:00"), Delay(1, "days"))) == "2026-01-07 00:00:00"


def test_midnight_belongs_to_the_day_that_it_ends():
    """Work until Friday's midnight does not make a working day of Saturday."""
    hours = office(hours=(0, 24)).working_time()
    assert local(hours.after(utc("2026-01-02 12:00"), Delay(1, "days"))) == "2026-01-05 12:00:00"


def test_a_fraction_of_a_second_is_cut_off():
    """What is stored has whole seconds."""
    start = utc("2026-01-02 17:30") + timedelta(microseconds=999999)
    hours = office(**ALWAYS).working_time()
    assert hours.after(start, Delay(1)) == utc("2026-01-02 18:30")
    assert plain_after(start, Delay(1, "days"), BERLIN) == utc("2026-01-03 17:30")


def test_a_calendar_without_hours_is_an_error_and_so_is_too_little_of_them():
    """No date is worse than a message; it says which of the two it is."""
    start = utc("2026-01-02 12:00")
    for delay in (Delay(1), Delay(0), Delay(-1), Delay(1, "days"), Delay(-1, "days")):
        with pytest.raises(NoWorkingTimeError) as error:
            Office({}).working_time().after(start, delay)
        assert error.value.is_empty
    with pytest.raises(NoWorkingTimeError) as error:
        office((9, 10), [0]).working_time().after(start, Delay(MAX_DAYS, "days"))
    assert not error.value.is_empty


def test_a_batch_asks_the_calendar_once():
    """200 leads of one morning cost as many questions as one."""
    calendar = office()
    hours = calendar.working_time()
    for minute in range(200):
        hours.after(utc("2026-01-02 09:00") + timedelta(minutes=minute), Delay(1))
    assert len(calendar.asked) == 1


def test_more_is_asked_only_where_it_is_not_known():
    """Windows grow, touch one another, and begin with a Monday of the zone."""
    calendar = office()
    hours = calendar.working_time()
    hours.after(utc("2026-02-04 09:00"), Delay(300, "hours"))
    hours.after(utc("2026-01-02 09:00"), Delay(-1, "hours"))
    hours.after(utc("2026-01-05 09:00"), Delay(1, "hours"))
    assert all(local(at.replace(tzinfo=None)).endswith("00:00:00") for at in calendar.asked[0])
    spans = sorted(calendar.asked)
    assert all(first[1] == second[0] for first, second in pairwise(spans))
    assert all(at.astimezone(BERLIN).weekday() == 0 for span in spans for at in span)


def test_overlapping_attendances_count_once():
    """Two lines of a calendar may speak of the same hour."""
    hours = Office({4: [(9, 12), (11, 18)], 0: [(9, 18)]}).working_time()
    assert hours.worked(utc("2026-01-02 00:00"), utc("2026-01-05 10:00")) == timedelta(hours=10)


def test_time_worked():
    """How long a customer waited counts only while somebody was there."""
    hours = office().working_time()
    assert hours.worked(utc("2026-01-02 17:30"), utc("2026-01-05 09:12")) == timedelta(minutes=42)
    assert hours.worked(utc("2026-01-05 09:12"), utc("2026-01-02 17:30")) == timedelta()
    with pytest.raises(ValueError, match="too far"):
        hours.worked(datetime(1990, 1, 1), datetime(2026, 1, 1))


def test_open_and_closed():
    """Open from the first second to the last but one."""
    hours = office().working_time()
    asked = ("2026-01-02 08:59:59", "2026-01-02 09:00", "2026-01-02 17:59:59", "2026-01-02 18:00")
    assert [hours.is_open(utc(at)) for at in asked] == [False, True, True, False]


def test_due_takes_the_clock_or_the_hours_as_the_delay_says():
    """A plain day crosses weekend and change of clocks, a working one keeps to the hours."""
    hours = office().working_time()
    friday = utc("2026-03-27 17:30")
    assert local(hours.due(friday, Delay(2, "days"))) == "2026-03-29 17:30:00"
    assert local(hours.due(friday, Delay(48, "hours"))) == "2026-03-29 18:30:00"
    assert local(hours.due(friday, Delay(2, "days", is_working=True))) == "2026-03-31 17:30:00"


def test_a_delay_has_a_limit():
    """Three years are a mistake in a number."""
    with pytest.raises(ValueError, match="more than"):
        Delay(MAX_DAYS * 24 + 1, "hours")
    assert Delay(-MAX_DAYS, "days").amount == -MAX_DAYS


@pytest.mark.parametrize(
    "zone", ["Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "Asia/Gaza"]
)
def test_zones_with_odd_offsets(zone):
    """Weeks begin at the zone's own midnight."""
    there = ZoneInfo(zone)
    hours = office(zone=there).working_time()
    due = hours.after(utc("2026-01-02 17:30", there), Delay(1))
    assert local(due, there) == "2026-01-05 09:30:00"
