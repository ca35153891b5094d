# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls of agents: ordered by a click or dialled on the phone, to customers and colleagues."""

from scene import Disposition, Expected, Scene


def _out(
    scene: Scene,
    habit: int,
    disposition: Disposition,
    wait: float = 0,
    talk: float = 0,
) -> Expected:
    answered = disposition == "answered"
    agent = scene.agents[0]
    return Expected(
        "outgoing",
        disposition,
        agent,
        scene.customer(habit),
        agent if answered else None,
        wait,
        talk,
        recorded=answered,
    )


def click_answered(scene: Scene) -> Expected:
    """The agent's phone rings first, then the customer's."""
    part = scene.script("agent").rings(1).answers().talks(6).hangs_up()
    scene.phone(scene.agents[0], part)
    scene.order(scene.agents[0], scene.customer(1))
    return _out(scene, 1, "answered", 2, 4)


def click_agent_busy(scene: Scene) -> Expected:
    scene.phone(scene.agents[0], scene.script("agent").rings(1).is_busy())
    scene.order(scene.agents[0], scene.customer(1))
    return _out(scene, 1, "busy")


def click_agent_away(scene: Scene) -> Expected:
    """The agent does not pick up his own phone: the customer was never called."""
    scene.phone(scene.agents[0], scene.script("agent").rings(0).is_not_reached())
    scene.order(scene.agents[0], scene.customer(1), patience=2)
    return _out(scene, 1, "missed")


def click_customer_busy(scene: Scene) -> Expected:
    scene.phone(scene.agents[0], scene.script("agent").rings(1).answers().is_hung_up())
    scene.order(scene.agents[0], scene.customer(2))
    return _out(scene, 2, "busy", 1)


def click_customer_unreachable(scene: Scene) -> Expected:
    scene.phone(scene.agents[0], scene.script("agent").rings(1).answers().is_hung_up())
    scene.order(scene.agents[0], scene.customer(4))
    return _out(scene, 4, "failed")


def click_given_up(scene: Scene) -> Expected:
    """The agent hangs up while it rings at the customer's."""
    part = scene.script("agent").rings(1).answers().talks(3).hangs_up()
    scene.phone(scene.agents[0], part)
    scene.order(scene.agents[0], scene.customer(3))
    return _out(scene, 3, "cancelled", 3)


def click_by_local(scene: Scene) -> Expected:
    """Ordered as FreePBX's own pages do: through a Local channel."""
    agent = scene.agents[0]
    part = scene.script("agent").rings(1).answers().talks(6).hangs_up()
    scene.phone(agent, part)
    scene.order(agent, scene.customer(1), Channel=f"Local/{agent}@from-internal")
    return _out(scene, 1, "answered", 2, 4)


def dialled(scene: Scene) -> Expected:
    """The agent dials on his phone."""
    part = scene.script("agent").calls(scene.customer(1), scene.agents[0])
    scene.dials(scene.agents[0], part.is_answered().talks(4).hangs_up())
    return _out(scene, 1, "answered", 2, 4)


def dialled_customer_hangs_up(scene: Scene) -> Expected:
    part = scene.script("agent").calls(scene.customer(6), scene.agents[0])
    scene.dials(scene.agents[0], part.is_answered().is_hung_up())
    return _out(scene, 6, "answered", 1, 3)


def dialled_given_up(scene: Scene) -> Expected:
    part = scene.script("agent").calls(scene.customer(3), scene.agents[0], ringing=True)
    scene.dials(scene.agents[0], part.waits(3).gives_up())
    return _out(scene, 3, "cancelled", 3)


def dialled_busy(scene: Scene) -> Expected:
    part = scene.script("agent").calls(scene.customer(2), scene.agents[0])
    scene.dials(scene.agents[0], part.is_refused("486"))
    return _out(scene, 2, "busy", 1)


def colleagues(scene: Scene) -> Expected:
    """Nobody outside took part."""
    caller, called, _third = scene.agents
    scene.phone(called, scene.script("agent").rings(1).answers().is_hung_up())
    part = scene.script("agent").calls(called, caller).is_answered().talks(3).hangs_up()
    scene.dials(caller, part)
    return Expected("internal", "answered", caller, called, called, 1, 3)


def colleague_away(scene: Scene) -> Expected:
    caller, called, _third = scene.agents
    scene.phone(called, scene.script("agent").rings(0).is_not_reached())
    part = scene.script("agent").calls(called, caller, ringing=True).waits(2).gives_up()
    scene.dials(caller, part)
    return Expected("internal", "cancelled", caller, called, None, 2)


STORIES = [
    click_answered, click_agent_busy, click_agent_away, click_customer_busy,
    click_customer_unreachable, click_given_up, click_by_local, dialled,
    dialled_customer_hangs_up, dialled_given_up, dialled_busy, colleagues, colleague_away,
]  # fmt: skip
