# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each story played on a real PBX is exactly one call, and the right one."""

from dataclasses import replace
from pathlib import Path

import pytest
from bridged import measure
from scene import recorded_seconds
from stories import ALL, STORIES
from stories_moved import asked_only
from told import differences


@pytest.mark.parametrize("story", STORIES, ids=[story.__name__ for story in STORIES])
def test_one_call(told, story):
    """One call, whoever rang and however often it was transferred; a recording plays."""
    [call] = told.of(story)
    expected = told.expected(story)
    assert differences(call, expected) == []
    if expected.recorded:
        # A customer who waits while agents speak aside is recorded, too.
        [file] = told.recordings.rglob(f"*{call.recording.removesuffix('.wav')}.wav")
        assert recorded_seconds(file) > expected.talk - 1.5


def test_a_colleague_is_asked(told):
    """Asking a colleague is no transfer; the customer's hold is part of his call."""
    expected = told.expected(asked_only)
    customer, aside = told.of(asked_only)
    assert differences(customer, expected) == []
    assert (aside.direction, aside.disposition) == ("internal", "answered")
    assert aside.caller_number == expected.answered_by
    assert (aside.called_number, aside.answered_by) == (aside.called_number,) * 2
    _wait, talk = measure(told.lines, aside)
    assert aside.talk_seconds == pytest.approx(talk, abs=1)


def test_nothing_else(told):
    """No call that nobody played, and every recording's file is of an answered call."""
    assert len(told.calls) == len(STORIES) + 2 * (len(ALL) - len(STORIES))
    assert all(call.disposition for call in told.calls)


def test_noise_changes_nothing(told):
    """Who hears everything hears the same calls as who hears the least.

    Only he hears the name of a file that no event of the dialplan names.
    """
    plain = [replace(call, recording=None) for call in told.calls]
    assert [replace(call, recording=None) for call in told.noisy] == plain
    for few, all_of_it in zip(told.calls, told.noisy, strict=True):
        if few.recording and not few.recording.endswith(".wav"):
            assert all_of_it.recording.endswith(f"/in-{few.recording}.wav")
            assert recorded_seconds(Path(all_of_it.recording)) > few.talk_seconds - 1.5
        else:
            assert few.recording == all_of_it.recording


def test_agents_are_told_apart_by_the_ring(told):
    """Whoever answered, the others of a ring group, queue or follow-me rang and did not."""
    for name in ("queue", "ring_group", "freepbx_queue", "freepbx_follow_me"):
        [call] = told.of(next(story for story in STORIES if story.__name__ == name))
        agents = [leg for leg in call.legs if leg.party == "agent"]
        assert len(agents) == 2
        assert [leg.number for leg in agents if leg.talk_seconds] == [call.answered_by]
