# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From the notices of one call to facts: cloud calls pass through the same machine as all others.

A provider tells little: who rings whom, who answered, how it ended. The legs are made up from it,
one for the customer and one for each phone of ours. The first word on how a call ended stands:
most signatures do not cover it, so a later notice may add what was missing and change nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

from ..calls import Call, Direction, Disposition, Fact, Kind
from ..machine import calls_from_facts
from .moment import moment_of
from .notice import Notice

_Make = Callable[..., Fact]
_CUSTOMER = "Customer/line"
_BRIDGE = "conversation"
_STATUS: dict[Disposition, str] = {
    "answered": "ANSWER",
    "busy": "BUSY",
    "missed": "NOANSWER",
    "cancelled": "CANCEL",
    "failed": "CONGESTION",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A notice and when it came, by our clock."""

    notice: Notice
    at: float


@dataclass(frozen=True, slots=True)
class _Story:
    """What all notices of one call say together; times in seconds since 1970."""

    direction: Direction
    disposition: Disposition | None
    customer: str | None
    line: str | None
    extensions: tuple[str, ...]
    answered_by: str | None
    recording: str | None
    started: float
    answered: float | None
    ended: float | None


def call_of(told: Iterable[Told], zone: tzinfo = UTC) -> Call | None:
    """Return the call that the notices of one id tell of, None when they tell of none.

    >>> ringing = Notice("c1", "ringing", "incoming", caller_number="380671112233",
    ...                  called_number="380442003040", extension="101", started="1800000000")
    >>> call = call_of([Told(ringing, 1800000000.5)])
    >>> call.direction, call.disposition, call.caller_number, call.called_number
    ('incoming', None, '380671112233', '380442003040')
    >>> ended = Notice("c1", "ended", "incoming", "answered", extension="101", talk_seconds=31.0,
    ...                wait_seconds=4.0)
    >>> call = call_of([Told(ended, 1800000040.0), Told(ringing, 1800000000.5)])
    >>> call.disposition, call.answered_by, call.wait_seconds, call.talk_seconds
    ('answered', '101', 4.0, 31.0)
    >>> call_of([Told(Notice("c1", "recorded", recording="r9"), 1800000050.0)]) is None
    True
    """
    ordered = sorted(told, key=lambda one: one.at)
    if not any(one.notice.state in ("ringing", "answered", "ended") for one in ordered):
        return None
    story = _story(ordered, zone)
    calls = calls_from_facts(_facts(ordered[0].notice.external_id, story), _ours)
    if not calls:
        return None
    # An end without a word on the outcome is not yet a missed call.
    known = story.disposition is not None
    return replace(calls[0], disposition=calls[0].disposition if known else None)


def _ours(name: str) -> bool:
    return name.startswith("Agent/")


def _story(told: Sequence[Told], zone: tzinfo) -> _Story:
    before, later = _until_final(told)
    notices = [one.notice for one in before]
    every = [*notices, *(one.notice for one in later)]
    direction: Direction = next((n.direction for n in every if n.direction), "incoming")
    final = next((n for n in reversed(notices) if n.state == "ended"), None)
    answers = [n for n in notices if n.state == "answered"]
    disposition = final.disposition if final else None
    if final and not disposition and answers:
        disposition = "answered"
    incoming = direction == "incoming"
    speakers = [n.extension for n in (*answers, *([final] if final else [])) if n.extension]
    extensions = [n.extension for n in notices if n.extension]
    if not extensions:
        others = (n.extension if incoming else n.extension or n.caller_number for n in every)
        extensions = [number for number in others if number]
    started, answered, ended = _times(before, final, zone, spoke=disposition == "answered")
    return _Story(
        direction=direction,
        disposition=disposition,
        customer=_first(every, "caller_number" if incoming else "called_number"),
        line=_first(every, "called_number" if incoming else "caller_number"),
        extensions=tuple(dict.fromkeys(extensions)),
        answered_by=speakers[-1] if speakers else None,
        recording=_first(every, "recording"),
        started=started,
        answered=answered,
        ended=ended,
    )


def _first(notices: Iterable[Notice], name: str) -> str | None:
    return next((value for n in notices if (value := getattr(n, name))), None)


def _until_final(told: Sequence[Told]) -> tuple[Sequence[Told], Sequence[Told]]:
    """Part the notices behind the first word on how the call ended."""
    for number, one in enumerate(told, start=1):
        if one.notice.state == "ended" and one.notice.disposition:
            return told[:number], told[number:]
    return told, ()


def _times(
    told: Sequence[Told], final: Notice | None, zone: tzinfo, *, spoke: bool
) -> tuple[float, float | None, float | None]:
    """Return start, answer and end.

    The provider's clock counts for the start and our own for what came how long after it, so that
    a wrong clock or zone makes no call longer.
    """
    first = told[0].at
    named = (moment_of(one.notice.started, zone) for one in told)
    started = next((at for at in named if at is not None), first)
    heard = [one.at for one in told if one.notice.state == "answered"]
    answered = started + heard[0] - first if heard else None
    if final is None:
        return started, answered, None
    ended = started + next(one.at for one in told if one.notice.state == "ended") - first
    talk = final.talk_seconds or 0.0
    if final.wait_seconds is not None:
        answered = started + final.wait_seconds
        ended = answered + talk
    elif spoke and final.talk_seconds is not None:
        answered = max(started, ended - talk) if answered is None else answered
        ended = answered + talk
    if not spoke:
        return started, None, max(started, ended)
    answered = started if answered is None else answered
    return started, answered, max(answered, ended)


def _facts(call: str, story: _Story) -> Iterable[Fact]:
    agents = [f"Agent/{number}-0" for number in story.extensions] or ["Agent/unknown"]
    speaker = f"Agent/{story.answered_by}-0" if story.answered_by else agents[-1]
    if story.direction == "internal":
        callee = f"Agent/{story.customer}-0" if story.customer else "Agent/unknown"
        yield from _leg(call, story, agents[0], came_in=True, speaks=True)
        yield from _leg(call, story, callee, came_in=False, speaks=True, dialled_by=agents[0])
        return
    incoming = story.direction == "incoming"
    others = agents if story.answered is None else list(dict.fromkeys([*agents, speaker]))
    yield from _leg(
        call,
        story,
        _CUSTOMER,
        came_in=incoming,
        speaks=True,
        dialled_by=None if incoming else agents[0],
    )
    for name in others:
        if incoming and name == "Agent/unknown" and story.answered is None:
            continue
        yield from _leg(
            call,
            story,
            name,
            came_in=not incoming,
            speaks=name == speaker,
            dialled_by=_CUSTOMER if incoming else None,
        )


def _leg(
    call: str,
    story: _Story,
    name: str,
    *,
    came_in: bool,
    speaks: bool,
    dialled_by: str | None = None,
) -> Iterable[Fact]:
    """Make up the facts of one leg."""

    def fact(at: float, kind: Kind, value: str = "", other: str = "") -> Fact:
        return Fact(at, kind, name, call, value, other)

    customer = name == _CUSTOMER
    incoming = story.direction == "incoming"
    yield fact(story.started, Kind.NAMED, name)
    yield fact(story.started, Kind.BEGAN, "Ring" if came_in else "Down")
    if customer and story.customer and incoming:
        yield fact(story.started, Kind.CALLER, story.customer)
    if came_in and (reached := story.line if customer else story.customer):
        yield fact(story.started, Kind.EXTEN, reached)
    if dialled_by:
        dialled = story.customer if customer else name.partition("/")[2].removesuffix("-0")
        yield fact(story.started, Kind.DIALLED, dialled or "", dialled_by)
    if not came_in and not customer:
        yield fact(story.started, Kind.RINGING)
    if story.answered is not None and speaks:
        yield fact(story.answered, Kind.ANSWERED)
        yield fact(story.answered, Kind.ENTERED, _BRIDGE)
    if customer and story.recording and story.answered is not None:
        yield fact(story.answered, Kind.RECORDED, story.recording)
    if story.ended is not None:
        yield from _end(fact, story, came_in=came_in, spoke=speaks and story.answered is not None)


def _end(fact: _Make, story: _Story, *, came_in: bool, spoke: bool) -> Iterable[Fact]:
    at = story.ended or story.started
    outcome = story.disposition
    if not came_in and outcome:
        ended = outcome if spoke or outcome != "answered" else "missed"
        yield fact(at, Kind.DIAL_ENDED, _STATUS[ended])
    yield fact(at, Kind.HUNG_UP, "17" if outcome == "busy" else "16")
