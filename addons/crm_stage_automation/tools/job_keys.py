# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The key by which a step is done once for a record, also when records are merged.

A key names the record for which the job was *made* (its origin). A merge moves jobs to the record
that is kept and leaves their keys alone: keys stay unique, and undoing the merge knows what to give
back. That the same step is not done twice for what is now one record is a decision of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

State = Literal["pending", "running", "done", "skipped", "cancelled", "failed"]
# once: never again for this record. each: every time, unless it was done a short while ago.
Again = Literal["once", "each"]


@dataclass(frozen=True, slots=True)
class Key:
    """What may exist once.

    :param step: id that all versions of a step share.
    :param round: how many times the rule fired for the record before.
    :param occurrence: number in a series of reminders, else 0.
    """

    model: str
    origin: int
    step: int
    round: int = 0
    occurrence: int = 0

    def __str__(self) -> str:
        """Return the key as it is stored, under a unique constraint."""
        return f"{self.model},{self.origin}/{self.step}/{self.round}/{self.occurrence}"


@dataclass(frozen=True, slots=True)
class Job:
    """What a decision about jobs needs of one.

    :param due: UTC, without a zone.
    """

    id: int
    key: Key
    state: State
    due: datetime


def next_round(jobs: Iterable[Job], again: Again, now: datetime, gap: timedelta) -> int | None:
    """Return the round for which a step is to be planned once more, None when it is not to be.

    What waits or runs is not planned a second time. What was cancelled before it was done does not
    count as done.

    :param jobs: those of this step for this record, those that came with merged records included.
    :param gap: a step that was due so shortly before is not repeated, whatever the rule says:
        moving a record to and fro is no reason to write to the customer twice.

    >>> at, gap = datetime(2026, 1, 5, 10), timedelta(hours=1)
    >>> done = Job(1, Key("crm.lead", 7, 3), "done", at)
    >>> next_round([], "once", at, gap), next_round([done], "once", at + 2 * gap, gap)
    (0, None)
    >>> next_round([done], "each", at + gap / 2, gap), next_round([done], "each", at + gap, gap)
    (None, 1)
    >>> next_round([Job(1, Key("crm.lead", 7, 3), "cancelled", at)], "once", at, gap)
    1
    """
    rounds = list(jobs)
    if any(job.state in ("pending", "running") for job in rounds):
        return None
    counted = [job for job in rounds if job.state not in ("cancelled", "skipped")]
    if counted and (again == "once" or any(now - job.due < gap for job in counted)):
        return None
    return max((job.key.round for job in rounds), default=-1) + 1


def doubled_by_merge(
    jobs: Iterable[Job], kept: int, again: Mapping[int, Again], gap: timedelta
) -> dict[int, int]:
    """Return the waiting jobs that are to be skipped once records are merged into one.

    Of the jobs of one step and occurrence that came from different records, one is enough: what
    runs, and what was done if the rule does it once or was done within the gap; else, of those that
    wait, that of the record that is kept; else the earliest. Jobs of one origin never stand in for
    one another: their rounds were all wanted.

    :param jobs: all of the merged records, with their keys as they are.
    :param kept: id of the record that is kept.
    :param again: by step, of its rule; ``once`` where it is missing.
    :return: by id of a job to skip, the id of the job that stands in for it.

    >>> at, gap = datetime(2026, 1, 5, 10), timedelta(hours=1)
    >>> call, same = Job(1, Key("crm.lead", 7, 3), "pending", at), Key("crm.lead", 8, 3)
    >>> doubled_by_merge([call, Job(2, same, "pending", at)], 8, {}, gap)
    {1: 2}
    >>> doubled_by_merge([call, Job(2, same, "done", at - gap)], 7, {}, gap)
    {1: 2}
    >>> doubled_by_merge([call, Job(2, same, "done", at - gap)], 7, {3: "each"}, gap)
    {}
    """
    groups: dict[tuple[int, int], list[Job]] = defaultdict(list)
    for job in sorted(jobs, key=lambda job: (job.key.origin != kept, job.due, job.id)):
        groups[job.key.step, job.key.occurrence].append(job)
    skipped: dict[int, int] = {}
    for (step, _occurrence), group in groups.items():
        is_once = again.get(step, "once") == "once"
        waiting = [job for job in group if job.state == "pending"]
        firm = [job for job in group if job.state in ("running", "done")]
        for job in waiting:
            if stand_in := next((one for one in firm if _covers(one, job, is_once, gap)), None):
                skipped[job.id] = stand_in.id
        left = [job for job in waiting if job.id not in skipped]
        skipped |= {job.id: left[0].id for job in left if job.key.origin != left[0].key.origin}
    return skipped


def _covers(firm: Job, job: Job, is_once: bool, gap: timedelta) -> bool:
    """Whether what runs or was done for another record makes a waiting job needless."""
    if firm.key.origin == job.key.origin:
        return False
    return firm.state == "running" or is_once or abs(firm.due - job.due) < gap
