# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A person at his desk with a real phone: a PBX, a bridge, and the browser's orders."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import addon_tools
from desk_server import Desk
from intake_door import Rpc

addon_tools.load()

from bridge_runner import Bridge, pbx_part  # noqa: E402
from house_line import Line, Row, people  # noqa: E402
from scene import Scene  # noqa: E402
from stage import EXTENSIONS, Stage, open_stage  # noqa: E402

from house.asterisk import Tree, claim_net  # noqa: E402

FINAL = {"ended", "failed"}
State = dict[str, object]


@dataclass(frozen=True)
class PhoneDesk:
    """The PBX's first phone is the person's, the two after it are nobody's."""

    stage: Stage
    line: Line
    bridge: Bridge
    seller: Rpc
    user: int

    def scene(self, name: str) -> Scene:
        """Return parties to play with."""
        stage = self.stage
        return Scene(name, stage.phones, stage.least, EXTENSIONS.start, stage.sound)

    def click(self, number: str) -> list[tuple[str, str]]:
        """Click on a number; return the states that the screen shows, the last one final."""
        order = self.seller.call("res.users", "telephony_call", number)
        return self.follow(order)

    def steer(self, call: int, kind: str, *more: object) -> list[tuple[str, str]]:
        """Order something from the card of a call; return what the screen shows."""
        order = self.seller.call("telephony.call", "card_steer", call, kind, *more)
        return self.follow(order)

    def follow(self, order: State, patience: float = 30) -> list[tuple[str, str]]:
        """Return the states of an order, the last one final."""
        seen = [(str(order["state"]), str(order.get("reason") or ""))]
        deadline = time.monotonic() + patience
        while seen[-1][0] not in FINAL:
            assert time.monotonic() < deadline, seen
            time.sleep(0.1)
            now = self.seller.call("res.users", "telephony_call_state", order["command_id"])
            if now["state"] != seen[-1][0]:
                seen.append((now["state"], now.get("reason") or ""))
        return seen

    def called(self, number: str) -> list[Row]:
        """Return the calls to a number."""
        return [row for row in self.line.calls() if str(row["called_number"]).lstrip("+") == number]

    def talking(self) -> Row:
        """Wait for the one call that goes on and return it."""
        return wait(lambda: self.line.calls(["state", "=", "ongoing"]))[0]

    def over(self, call: int) -> Row:
        """Wait for the end of a call and return it."""
        return wait(lambda: self.line.calls(["id", "=", call], ["state", "=", "ended"]))[0]


def wait(found: Callable[[], list[Row]], patience: float = 30) -> list[Row]:
    """Wait until something is found."""
    deadline = time.monotonic() + patience
    while not (rows := found()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return rows


@contextmanager
def open_phone_desk(desk: Desk, admin: Rpc, work: Path, name: str) -> Iterator[PhoneDesk]:
    """Start a PBX, the person's phone at it, and a bridge; stop them at the end."""
    [user] = people(admin, [desk.logins["salesperson"][0]])
    first = EXTENSIONS.start
    line = Line.make(admin, {str(first): user, str(first + 1): 0, str(first + 2): 0}, name)
    asked = {"route": f"{desk.url}/telephony/route/{line.key}", "token": line.secret}
    net = claim_net()
    with open_stage(Tree.get(), net, work / "pbx", number=1, system="desk", **asked) as stage:
        part = pbx_part(stage.asterisk, "desk")
        bridge = Bridge(work / "bridge", desk.url, line.key, line.secret, part).start()
        try:
            bridge.ready()
            yield PhoneDesk(stage, line, bridge, Rpc(desk, "salesperson"), user)
        finally:
            bridge.stop()
            admin.call("telephony.provider", "write", [line.id], {"active": False})
