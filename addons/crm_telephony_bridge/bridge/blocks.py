# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cuts what comes over a connection to the manager interface into messages."""

from collections.abc import Iterator

from ..tools.ami_events import Event, events
from ..tools.ami_facts import EVENTS

# No message of Asterisk is nearly as long; whoever sends more speaks something else.
LONGEST = 1_000_000
_END = b"\r\n\r\n"
_WANTED = frozenset(name.encode() for name in EVENTS)


class NotAsteriskError(Exception):
    """The other side does not speak the manager interface."""


class Cutter:
    r"""Takes bytes as they come, gives whole messages, each without its empty line.

    >>> cutter = Cutter()
    >>> list(cutter.feed(b"Asterisk Call Manager/11.0.0\r\nEvent: A\r\nB: 1\r\n\r\nEv"))
    [b'Event: A\r\nB: 1']
    >>> list(cutter.feed(b"ent: C\r\n\r\n")), cutter.greeting
    ([b'Event: C'], 'Asterisk Call Manager/11.0.0')
    """

    def __init__(self) -> None:
        self._rest = b""
        self.greeting = ""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the messages that are complete now."""
        self._rest += data
        if not self.greeting:
            first, newline, rest = self._rest.partition(b"\r\n")
            if not newline:
                return
            self.greeting = first.decode(errors="replace")[:80]
            if not first.startswith(b"Asterisk Call Manager/"):
                raise NotAsteriskError("this is not a manager interface")
            self._rest = rest
        *whole, self._rest = self._rest.split(_END)
        if len(self._rest) > LONGEST:
            raise NotAsteriskError("a message without an end")
        for block in whole:
            if block := block.strip(b"\r\n"):
                yield block


def event_name(block: bytes) -> bytes:
    r"""Return the name of an event without reading the rest, empty for anything else.

    >>> event_name(b"Event: Hangup\r\nCause: 16"), event_name(b"Response: Success")
    (b'Hangup', b'')
    """
    if not block.startswith(b"Event: "):
        return b""
    end = block.find(b"\r\n")
    return block[7:] if end < 0 else block[7:end]


def tells_of_calls(name: bytes, block: bytes) -> bool:
    """Whether an event may say something of a call; most say nothing, and are most of the load."""
    return name in _WANTED and (name != b"VarSet" or b"MIXMONITOR_FILENAME" in block)


def fields_of(block: bytes) -> Event:
    r"""Read one message, an event or an answer.

    >>> fields_of(b"Response: Success\r\nActionID: 7\r\nMessage: a: b")
    {'Response': 'Success', 'ActionID': '7', 'Message': 'a: b'}
    """
    # PostgreSQL knows no zero bytes.
    lines = block.decode("utf-8", "replace").replace("\0", "").split("\r\n")
    if block.startswith(b"Event:"):
        return next(events([*lines, ""]), {})
    found: Event = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip(), value.strip())
    return found
