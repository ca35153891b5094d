# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls of customers: what the parties do, and what each call must come to."""

from scene import Disposition, Expected, Scene
from sip_script import Script


def _in(
    scene: Scene, line: str, disposition: Disposition, wait: float, talk: float = 0, by: int = 0
) -> Expected:
    answered = disposition == "answered"
    return Expected(
        "incoming",
        disposition,
        scene.customer(),
        scene.line(line),
        scene.agents[by] if answered else None,
        wait,
        talk,
        recorded=answered and line != "1005",
    )


def _customer(scene: Scene, line: str) -> Script:
    return scene.script("customer").calls(scene.line(line), scene.customer())


def _patient(scene: Scene, line: str, talk: float) -> None:
    """Let the customer call, be answered, and hang up after a while."""
    scene.rings_up(_customer(scene, line).is_answered().talks(talk).hangs_up())


def _answers(scene: Scene, agent: int, rings: float) -> None:
    extension = scene.agents[agent]
    scene.phone(extension, scene.script("agent").rings(rings).answers().is_hung_up())


def _in_vain(scene: Scene, agent: int) -> None:
    extension = scene.agents[agent]
    scene.phone(extension, scene.script("agent").rings(0).is_not_reached())


def answered(scene: Scene) -> Expected:
    """The plain case."""
    _answers(scene, 0, 2)
    _patient(scene, "1000", 5)
    return _in(scene, "1000", "answered", 2, 5)


def agent_hangs_up(scene: Scene) -> Expected:
    """The agent ends it."""
    part = scene.script("agent").rings(1).answers().talks(4).hangs_up()
    scene.phone(scene.agents[0], part)
    scene.rings_up(_customer(scene, "1000").is_answered().is_hung_up())
    return _in(scene, "1000", "answered", 1, 4)


def hold(scene: Scene) -> Expected:
    """The customer listens to music for a while: that is part of the conversation."""
    part = scene.script("agent").rings(1).answers().talks(2)
    part.holds().waits(3).resumes().talks(2).hangs_up()
    scene.phone(scene.agents[0], part)
    scene.rings_up(_customer(scene, "1000").is_answered().is_hung_up())
    return _in(scene, "1000", "answered", 1, 7)


def busy(scene: Scene) -> Expected:
    scene.phone(scene.agents[0], scene.script("agent").rings(1).is_busy())
    scene.rings_up(_customer(scene, "1000").is_refused("486"))
    return _in(scene, "1000", "busy", 1)


def no_answer(scene: Scene) -> Expected:
    """The PBX's patience ends after two seconds."""
    _in_vain(scene, 0)
    scene.rings_up(_customer(scene, "1001").is_refused("603"))
    return _in(scene, "1001", "missed", 2)


def caller_gives_up(scene: Scene) -> Expected:
    _in_vain(scene, 0)
    part = scene.script("customer").calls(scene.line("1000"), scene.customer(), ringing=True)
    scene.rings_up(part.waits(3).gives_up())
    return _in(scene, "1000", "missed", 3)


def phone_unplugged(scene: Scene) -> Expected:
    """Nobody is at the phone's address."""
    scene.rings_up(_customer(scene, "1001").is_refused("603"))
    return _in(scene, "1001", "missed", 2)


def phone_never_registered(scene: Scene) -> Expected:
    """The PBX knows no address of the phone: no leg of it ever comes to be."""
    number = f"380441000{scene.first + 3}"
    part = scene.script("customer").calls(number, scene.customer())
    scene.rings_up(part.is_refused("404"))
    return Expected("incoming", "missed", scene.customer(), number)


def hidden_number(scene: Scene) -> Expected:
    """Who does not show his number is nobody's card."""
    _answers(scene, 0, 1)
    part = scene.script("customer").calls(scene.line("1000"), "anonymous")
    scene.rings_up(part.is_answered().talks(2).hangs_up())
    return Expected(
        "incoming", "answered", "anonymous", scene.line("1000"), scene.agents[0], 1, 2, True
    )


def ring_group(scene: Scene) -> Expected:
    """Two phones ring, one is busy: no false missed call."""
    scene.phone(scene.agents[0], scene.script("agent").rings(1).is_busy())
    _answers(scene, 1, 3)
    _patient(scene, "1002", 3)
    return _in(scene, "1002", "answered", 3, 3, by=1)


def one_then_the_next(scene: Scene) -> Expected:
    """The first does not answer, the next does: no false missed call."""
    _in_vain(scene, 0)
    _answers(scene, 1, 2)
    _patient(scene, "1006", 3)
    return _in(scene, "1006", "answered", 4, 3, by=1)


def desk_is_silent(scene: Scene) -> Expected:
    """The dialplan asks the desk whom to ring, which does not answer: the PBX goes on by itself."""
    _answers(scene, 1, 1)
    _patient(scene, "1004", 2)
    expected = _in(scene, "1004", "answered", 1, 2, by=1)
    return Expected(**{**_fields(expected), "recorded": False})


def queue(scene: Scene) -> Expected:
    """Both phones ring, the second is picked up."""
    _in_vain(scene, 0)
    _answers(scene, 1, 3)
    _patient(scene, "1003", 7)
    return _in(scene, "1003", "answered", 3, 4, by=1)


def queue_in_vain(scene: Scene) -> Expected:
    """Nobody of the queue answers; the PBX itself did, which is no answer."""
    _in_vain(scene, 0)
    _in_vain(scene, 1)
    scene.rings_up(_customer(scene, "1003").is_answered().is_hung_up())
    return _in(scene, "1003", "missed", 6)


def queue_given_up(scene: Scene) -> Expected:
    """The caller leaves the queue."""
    _in_vain(scene, 0)
    _in_vain(scene, 1)
    _patient(scene, "1003", 3)
    return _in(scene, "1003", "missed", 3)


def freepbx_queue(scene: Scene) -> Expected:
    """The queue calls its members through Local channels."""
    _answers(scene, 0, 2)
    _in_vain(scene, 1)
    _patient(scene, "2001", 6)
    return _in(scene, "2001", "answered", 2, 4)


def freepbx_follow_me(scene: Scene) -> Expected:
    """A phone and its follow-me list ring, each through a Local channel."""
    _in_vain(scene, 0)
    _answers(scene, 1, 2)
    _patient(scene, "2000", 4)
    return _in(scene, "2000", "answered", 2, 4, by=1)


def local_that_goes(scene: Scene) -> Expected:
    """The Local channel takes itself out of the conversation."""
    _answers(scene, 0, 2)
    _patient(scene, "2002", 4)
    return _in(scene, "2002", "answered", 2, 4)


def _fields(expected: Expected) -> dict[str, object]:
    return {name: getattr(expected, name) for name in expected.__dataclass_fields__}


STORIES = [
    answered, agent_hangs_up, hold, busy, no_answer, caller_gives_up, phone_unplugged,
    phone_never_registered, hidden_number, ring_group, one_then_the_next, desk_is_silent, queue,
    queue_in_vain, queue_given_up, freepbx_queue, freepbx_follow_me, local_that_goes,
]  # fmt: skip
