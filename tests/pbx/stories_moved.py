# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls that pass from one agent to another."""

from scene import Expected, Scene


def _moved(scene: Scene, wait: float, talk: float, by: int = 1) -> Expected:
    """Return what a call comes to that the first agent took."""
    return Expected(
        "incoming",
        "answered",
        scene.customer(),
        scene.line("1000"),
        scene.agents[by],
        wait,
        talk,
        recorded=True,
    )


def _customer_stays(scene: Scene) -> None:
    part = scene.script("customer").calls(scene.line("1000"), scene.customer())
    scene.rings_up(part.is_answered().is_hung_up())


def _colleague(scene: Scene, rings: float, talks: float) -> None:
    part = scene.script("colleague").rings(rings).answers().talks(talks).hangs_up()
    scene.phone(scene.agents[1], part)


def blind_transfer(scene: Scene) -> Expected:
    """The agent's phone hands the customer over and is out of it."""
    first, second, _third = scene.agents
    _colleague(scene, 2, 3)
    part = scene.script("agent").rings(1).answers().talks(2).hands_over(second)
    scene.phone(first, part)
    _customer_stays(scene)
    return _moved(scene, 1, 5)


def blind_transfer_by_keys(scene: Scene) -> Expected:
    """The same by a code of the PBX; till the PBX has understood, the agent is there."""
    first, second, _third = scene.agents
    _colleague(scene, 2, 3)
    part = scene.script("agent").rings(1).answers().talks(2).presses(f"#1{second}")
    scene.phone(first, part.is_hung_up())
    _customer_stays(scene)
    return _moved(scene, 1, 6.8)


def blind_transfer_in_vain(scene: Scene) -> Expected:
    """The colleague is busy: the customer spoke with the first agent, and with nobody else."""
    first, second, _third = scene.agents
    scene.phone(second, scene.script("colleague").rings(1).is_busy())
    part = scene.script("agent").rings(1).answers().talks(3).hands_over(second)
    scene.phone(first, part)
    _customer_stays(scene)
    return _moved(scene, 1, 3, by=0)


def transfer_by_order(scene: Scene) -> Expected:
    """The desk has the PBX transfer the call."""
    first, second, _third = scene.agents
    _colleague(scene, 2, 3)
    scene.phone(first, scene.script("agent").rings(1).answers().is_hung_up())
    _customer_stays(scene)
    scene.transfers(first, second, after=2)
    return _moved(scene, 1, 5)


def attended_transfer(scene: Scene) -> Expected:
    """The agent's phone asks the colleague in a call of its own, then joins both."""
    first, second, _third = scene.agents
    _colleague(scene, 1, 6)
    part = scene.script("agent").rings(1).answers().talks(2).holds()
    part.asks(second, first).talks(2)
    scene.phone(first, part.joins_them(second))
    _customer_stays(scene)
    return _moved(scene, 1, 9)


def attended_transfer_by_keys(scene: Scene) -> Expected:
    """The same by a code of the PBX: its consultation goes through a Local channel."""
    first, second, _third = scene.agents
    _colleague(scene, 1, 6)
    part = scene.script("agent").rings(1).answers().talks(2).presses(f"*2{second}")
    scene.phone(first, part.talks(4).hangs_up())
    _customer_stays(scene)
    return _moved(scene, 1, 7.7)


def asked_only(scene: Scene) -> Expected:
    """The colleague was asked and not given the customer: his call stays one of its own."""
    first, second, _third = scene.agents
    scene.phone(second, scene.script("colleague").rings(1).answers().is_hung_up())
    part = scene.script("agent").rings(1).answers().talks(2).holds()
    part.asks(second, first).talks(2).hangs_up()
    scene.phone(first, part.back().resumes().talks(2).hangs_up())
    _customer_stays(scene)
    return _moved(scene, 1, 7, by=0)


# What each of these expects is the customer's call; there is another, of the agents.
WITH_AN_ASIDE = [asked_only]
STORIES = [
    blind_transfer, blind_transfer_by_keys, blind_transfer_in_vain, transfer_by_order,
    attended_transfer, attended_transfer_by_keys,
]  # fmt: skip
