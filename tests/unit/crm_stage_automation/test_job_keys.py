# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A step is done once for a record, whatever is moved to and fro or merged."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta

from crm_stage_automation_tools.job_keys import Job, Key, doubled_by_merge, next_round
from hypothesis import given
from hypothesis import strategies as st

AT = datetime(2026, 1, 5, 10)
GAP = timedelta(hours=1)
KEY = Key("crm.lead", 7, 3)


def test_to_and_fro_within_a_minute():
    """A step that waits is not planned again; one that was cancelled on leaving is, once."""
    first = Job(1, KEY, "pending", AT + timedelta(days=2))
    for again in ("once", "each"):
        assert next_round([first], again, AT, GAP) is None
        assert next_round([replace(first, state="cancelled")], again, AT, GAP) == 1
    second = Job(2, replace(KEY, round=1), "pending", AT)
    assert next_round([replace(first, state="cancelled"), second], "each", AT, GAP) is None


def test_an_immediate_letter_is_not_sent_twice_within_a_minute():
    """The gap holds for what is done at once, and for what failed: retrying is another thing."""
    minute = timedelta(minutes=1)
    for state in ("done", "failed"):
        assert next_round([Job(1, KEY, state, AT)], "each", AT + minute, GAP) is None
        assert next_round([Job(1, KEY, state, AT)], "each", AT + GAP, GAP) == 1


def test_won_again():
    """No second set of tasks, neither a year later nor for a record that another one is now in."""
    other = Job(1, Key("crm.lead", 8, 3), "done", AT - timedelta(days=365))
    assert next_round([other], "once", AT, GAP) is None


def test_keys_are_told_apart():
    """Every part of a key makes another one."""
    keys = [
        *(KEY, replace(KEY, model="project.task"), replace(KEY, origin=8)),
        *(replace(KEY, step=4), replace(KEY, round=1), replace(KEY, occurrence=1)),
    ]
    assert len({str(key) for key in keys}) == len(keys)
    assert str(KEY) == "crm.lead,7/3/0/0"


def test_three_records_that_wait_for_the_same_call():
    """The one of the record that is kept remains, though another is due earlier."""
    jobs = [
        Job(number, Key("crm.lead", origin, 3), "pending", AT + timedelta(hours=number))
        for number, origin in enumerate((6, 7, 8), start=1)
    ]
    assert doubled_by_merge(jobs, 7, {}, GAP) == {1: 2, 3: 2}
    assert doubled_by_merge(jobs, 5, {}, GAP) == {2: 1, 3: 1}


def test_what_failed_or_was_cancelled_stands_in_for_nothing():
    """Otherwise the call would be made by nobody."""
    for state in ("failed", "cancelled", "skipped"):
        other = Job(1, Key("crm.lead", 8, 3), state, AT)
        assert doubled_by_merge([other, Job(2, KEY, "pending", AT)], 8, {}, GAP) == {}


STATES = st.sampled_from(["pending", "running", "done", "skipped", "cancelled", "failed"])
keys = st.builds(
    Key,
    st.just("crm.lead"),
    st.integers(1, 4),
    st.integers(1, 3),
    st.integers(0, 2),
    st.integers(0, 1),
)
dues = st.integers(0, 6).map(lambda hours: AT + timedelta(hours=hours))
job_lists = st.lists(st.tuples(keys, STATES, dues), unique_by=lambda job: job[0], max_size=16).map(
    lambda found: [Job(number, *values) for number, values in enumerate(found)]
)
rules = st.dictionaries(st.integers(1, 3), st.sampled_from(["once", "each"]))


@given(job_lists, st.integers(1, 4), rules)
def test_none_lost_none_doubled(jobs, kept, again):
    """What is skipped has a stand-in that is not, and of what waits one record's jobs remain."""
    skipped = doubled_by_merge(jobs, kept, again, GAP)
    by_id = {job.id: job for job in jobs}
    remaining = defaultdict(set)
    for job_id, stand_in_id in skipped.items():
        job, stand_in = by_id[job_id], by_id[stand_in_id]
        assert job.state == "pending"
        assert stand_in_id not in skipped
        assert stand_in.state in ("pending", "running", "done")
        assert (job.key.step, job.key.occurrence) == (stand_in.key.step, stand_in.key.occurrence)
        assert job.key.origin != stand_in.key.origin
    for job in jobs:
        if job.state == "pending" and job.id not in skipped:
            remaining[job.key.step, job.key.occurrence].add(job.key.origin)
    assert all(len(origins) == 1 for origins in remaining.values())


@given(job_lists, st.integers(1, 4), rules)
def test_the_order_of_jobs_does_not_matter(jobs, kept, again):
    """A database returns rows as it likes."""
    skipped = doubled_by_merge(jobs, kept, again, GAP)
    assert doubled_by_merge(jobs[::-1], kept, again, GAP) == skipped


@given(job_lists, st.sampled_from(["once", "each"]), dues)
def test_a_new_round_has_a_new_key(jobs, again, now):
    """The unique constraint is never what stops a plan."""
    of_step = [job for job in jobs if job.key.step == 1 and job.key.occurrence == 0]
    found = next_round(of_step, again, now, GAP)
    if found is not None:
        assert replace(KEY, step=1, round=found) not in {
            replace(job.key, origin=KEY.origin) for job in of_step
        }
