# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which ports to listen on: the usual ones, the next free when they are taken."""

import socket

from house.paths import HouseError, say

# A server listens some seconds after its port was chosen: till then we hold a name that only one
# process of the machine can have (an abstract socket: the kernel frees it when we die).
_CLAIMS: dict[int, socket.socket] = {}


def is_free(port: int, interface: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in interface else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface, port))
        except OSError:
            return False
    return True


def claim(port: int) -> bool:
    """Keep a port from other checkouts that are choosing theirs at this moment."""
    if port not in _CLAIMS:
        sign = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            sign.bind(f"\0sales-desk-port-{port}")
        except OSError:
            sign.close()
            return False
        _CLAIMS[port] = sign
    return True


def release() -> None:
    """Give our claims up: the servers listen now, or never will."""
    while _CLAIMS:
        _CLAIMS.popitem()[1].close()


def next_free(first: int, interface: str = "127.0.0.1", taken: tuple[int, ...] = ()) -> int:
    """The first free port from ``first`` on."""
    for port in range(first, min(first + 200, 65536)):
        if port not in taken and is_free(port, interface) and claim(port):
            return port
    raise HouseError(f"no free port between {first} and {first + 199}")


def choose(wanted: str | None, usual: int, interface: str) -> int:
    """The port the user asked for, which must be free, or the usual one or the next free."""
    if wanted:
        if not wanted.isdigit() or not 0 < int(wanted) < 65536:
            raise HouseError(f"PORT={wanted} is no port number")
        if not is_free(int(wanted), interface) or not claim(int(wanted)):
            raise HouseError(f"port {wanted} is in use by another program: choose another PORT=")
        return int(wanted)
    port = next_free(usual, interface)
    if port != usual:
        say(f"port {usual} is in use by another program: taking {port} (PORT= chooses one)")
    return port
