# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cuts what Asterisk's manager interface says into events."""

import re
from collections.abc import Iterable, Iterator

Event = dict[str, str]

_BANNER = re.compile(r"Asterisk Call Manager/[\d.]+\s*\Z")


def events(lines: Iterable[str]) -> Iterator[Event]:
    r"""Yield the events of a stream, each as a dictionary of its first values by field.

    Lines may end in any way or not at all. An event counts once the empty line behind it was
    read: a connection that breaks leaves half an event, and half an event is none. Answers to
    commands are left out.

    >>> told = "Asterisk Call Manager/11.0.0\r\nEvent: Hangup\r\nCause: 16\r\n\r\nEvent: Hang"
    >>> list(events(told.splitlines(keepends=True)))
    [{'Event': 'Hangup', 'Cause': '16'}]

    A new connection in the middle:

    >>> list(events(["Event: Hangup", "Uniqueid: 1Asterisk Call Manager/11.0.0", "Event: B", ""]))
    [{'Event': 'B'}]
    """
    event: Event = {}
    for raw in lines:
        line = raw.rstrip("\r\n")
        if not line.strip():
            if "Event" in event:
                yield event
            event = {}
        elif _BANNER.search(line):
            event = {}
        else:
            name, colon, value = line.partition(":")
            if name == "Event":
                event = {}
            if colon:
                # Asterisk's own fields come first; what a dialplan adds does not replace them.
                event.setdefault(name.strip(), value.strip())


def timestamp(event: Event) -> float | None:
    """Return when the event happened, None when the PBX did not say (``timestampevents``).

    >>> timestamp({"Timestamp": "1795318195.544212"}), timestamp({"Timestamp": "soon"})
    (1795318195.544212, None)
    """
    said = event.get("Timestamp", "")
    return float(said) if re.fullmatch(r"\d+(?:\.\d+)?", said) else None
