# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ports are chosen some seconds before they are listened on: two choices never meet."""

import subprocess
import sys

import pytest

from house import ports
from house.paths import HouseError

CHOOSE = "from house import ports\nprint(ports.next_free(28069), flush=True)\ninput()"


@pytest.fixture
def other():
    """Start another process that has chosen a port and does not listen yet."""
    process = subprocess.Popen(
        [sys.executable, "-c", CHOOSE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    yield process
    if process.poll() is None:
        process.communicate("\n")


@pytest.fixture(autouse=True)
def released():
    """Leave no claim of this test to the next."""
    yield
    ports.release()


def test_two_that_choose_at_once(other):
    """The second takes another port, and gets the first one once the other gave it up."""
    first = int(other.stdout.readline())
    assert ports.is_free(first)
    assert ports.next_free(first) != first
    other.communicate("\n")
    assert ports.next_free(first) == first


def test_the_port_asked_for(other):
    """A port that another one is about to use is refused like one in use."""
    first = int(other.stdout.readline())
    with pytest.raises(HouseError, match=f"port {first} is in use"):
        ports.choose(str(first), 8069, "127.0.0.1")


def test_release(other):
    """What was released may be chosen by others."""
    first = int(other.stdout.readline())
    mine = ports.next_free(first)
    done = subprocess.run(
        [sys.executable, "-c", CHOOSE], input="\n", capture_output=True, text=True, check=True
    )
    assert int(done.stdout) not in (first, mine)
    ports.release()
    assert ports.claim(mine)
