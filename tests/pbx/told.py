# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the manager's stream told of the stories, and which call belongs to which story."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bridged import measure
from crm_telephony_bridge_tools.ami import Call, calls_from_ami
from scene import CUSTOMER, Expected
from stage import EXTENSIONS, Stage, Story


@dataclass(frozen=True)
class Told:
    """The calls of a stream, by story.

    :param calls: from what the bridge may hear
    :param noisy: from all that Asterisk can say
    :param played: what each story expects, and what its parties complained of
    :param lines: all that Asterisk said
    """

    stories: Sequence[Story]
    calls: list[Call]
    noisy: list[Call]
    played: dict[str, tuple[Expected, list[str]]]
    recordings: Path
    lines: Sequence[str]

    def expected(self, story: Story) -> Expected:
        """Return what a story's call must be, with the times in which it was really played."""
        planned, complaints = self.played[story.__name__]
        assert not complaints
        wait, talk = measure(self.lines, self.of(story)[0])
        return replace(planned, wait=planned.wait if wait is None else wait, talk=talk)

    def of(self, story: Story) -> list[Call]:
        """Return every call in which any of a story's phones or numbers occurs."""
        number = self.stories.index(story)
        first = EXTENSIONS.start + 4 * number
        ours = {str(first + each) for each in range(4)}
        return [call for call in self.calls if ours & whose(_numbers(call))]


def _numbers(call: Call) -> list[str]:
    numbers = [call.caller_number, call.called_number, *(leg.number for leg in call.legs)]
    return [number for number in numbers if number]


def whose(numbers: Iterable[str]) -> set[str]:
    """Return the extensions that numbers are of (see ``Scene.customer`` and ``line``)."""
    return {number[8:11] if number.startswith(CUSTOMER) else number[-3:] for number in numbers}


def listen(stage: Stage, stories: Sequence[Story]) -> Told:
    """Play stories and return what was heard when the last channel is gone."""
    played = stage.play(stories)
    deadline = time.monotonic() + 20
    while stage.least.channels():
        assert time.monotonic() < deadline, stage.asterisk.order("core show channels concise")
        time.sleep(0.1)
    # Its records come last.
    time.sleep(0.5)
    calls, noisy = (calls_from_ami(each.lines()) for each in (stage.least, stage.noisy))
    return Told(stories, calls, noisy, played, stage.asterisk.recordings, stage.noisy.lines())


def differences(call: Call, expected: Expected) -> list[str]:
    """Return in what a call is not as it was played; a second is what a real PBX may be late."""
    pairs = {
        "direction": (call.direction, expected.direction),
        "disposition": (call.disposition, expected.disposition),
        "caller": (call.caller_number, expected.caller),
        "called": (call.called_number, expected.called),
        "answered by": (call.answered_by, expected.answered_by),
        "recorded": (call.recording is not None, expected.recorded),
    }
    wrong = [f"{name}: {got}, not {want}" for name, (got, want) in pairs.items() if got != want]
    times = {
        "wait": (call.wait_seconds, expected.wait),
        "talk": (call.talk_seconds, expected.talk),
    }
    wrong += [
        f"{name}: {got:.2f} s, not {want}"
        for name, (got, want) in times.items()
        if abs(got - want) > 1
    ]
    return wrong
