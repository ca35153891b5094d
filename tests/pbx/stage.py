# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A PBX with its parties, and two clients of its manager that write down what it says."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from manager import Manager
from scene import Expected, Party, Phones, Scene, provider, write_sound

from house.asterisk import Asterisk, Tree, phones

ETC = Path(__file__).with_name("etc")
SECRET = "only-for-these-tests"
EXTENSIONS = range(200, 400)
# Seconds that a caller waits in a queue.
PATIENCE = 6
Story = Callable[[Scene], Expected]


@dataclass
class Stage:
    """Where stories are played.

    :param least: hears what the bridge may hear
    :param noisy: hears all that Asterisk can say
    """

    asterisk: Asterisk
    phones: Phones
    least: Manager
    noisy: Manager
    sound: str
    outside: Party

    def play(self, stories: Sequence[Story]) -> dict[str, tuple[Expected, list[str]]]:
        """Play all at the same time; what each expects, and what went wrong in it."""
        played: dict[str, tuple[Expected, list[str]]] = {}

        def one(number: int, story: Story) -> None:
            name = story.__name__
            first = EXTENSIONS.start + 4 * number
            scene = Scene(name, self.phones, self.least, first, self.sound)
            expected = story(scene)
            played[name] = expected, scene.end()

        threads = [threading.Thread(target=one, args=each) for each in enumerate(stories)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return played


@contextmanager
def open_stage(
    tree: Tree, net: str, work: Path, *, number: int = 0, system: str = "north", **values: str
) -> Iterator[Stage]:
    """Start a PBX and all that listens to it; stop them at the end."""
    work.mkdir(parents=True, exist_ok=True)
    parties = Phones(tree, work / "sip", net, number)
    sound = work / "tone.alaw"
    write_sound(sound)
    asterisk = Asterisk(tree, work / "pbx", ETC, parties.pbx, _values(parties, system) | values)
    asterisk.start()
    outside = parties.listen(
        "outside", provider(parties.pbx, str(sound)), parties.trunk, "-m", "1000000", endless=True
    )
    try:
        least, noisy = (Manager(parties.pbx, name, SECRET) for name in ("bridge", "noisy"))
        yield Stage(asterisk, parties, least, noisy, str(sound), outside)
    finally:
        asterisk.stop()
        outside.end()


def _values(parties: Phones, system: str) -> dict[str, str]:
    queues = [
        f"[{name}-{first}](desk)\n"
        f"member => {before}{first}{after}\nmember => {before}{first + 1}{after}"
        for first in EXTENSIONS[::4]
        for name, before, after in (("plain", "PJSIP/", ""), ("local", "Local/", "@from-queue/n"))
    ]
    # The last extension of every four has a phone that never registered.
    return {
        "system": system,
        "secret": SECRET,
        "trunk": parties.trunk,
        "phones": phones(
            {str(each): parties.address(each) for each in EXTENSIONS}, map(str, EXTENSIONS[3::4])
        ),
        "queues": "\n".join(queues),
        "patience": str(PATIENCE),
        "route": "http://127.0.0.1:9/route",
        "token": "none",
    }
