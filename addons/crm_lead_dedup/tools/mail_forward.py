# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads forwarded mails: who wrote the original, and what.

A colleague who forwards a customer's mail is not the customer. Marked forwards are recognised
anywhere; Outlook's bare header only when the subject says "FW:" or nothing is written above it,
because its answers look the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import mail_markers as markers
from .emails import find_emails
from .mail_html import html_to_text, is_html
from .mail_lines import (
    header_size,
    is_quoted,
    labelled_size,
    lines_of,
    next_written,
    unquoted,
)
from .mail_text import new_part
from .text import clean_text

Sender = tuple[str | None, str]

_MAX_CHAIN = 5
_NAME_END = re.compile(r"[<\[(]")


@dataclass(frozen=True, slots=True)
class _Forward:
    sender: Sender | None
    lines: list[str]


def forwarded_sender(text: str, subject: str = "") -> Sender | None:
    r"""Return name (or None) and address of whose mail was forwarded, None when none was.

    >>> forwarded_sender("FYI\n---------- Forwarded message ---------\n"
    ...                  "From: Ann Lee <Ann@a.hu>\nDate: today\nSubject: Hi\n\nHello")
    ('Ann Lee', 'ann@a.hu')
    >>> forwarded_sender("Від: Ann <ann@a.hu>\nНадіслано: вчора\nКому: Bob\nТема: x\n\nHello")
    ('Ann', 'ann@a.hu')
    >>> answer = "Yes\n\nFrom: Ann <ann@a.hu>\nSent: x\nTo: Bob\nSubject: x\n\nHello"
    >>> forwarded_sender(answer), forwarded_sender(answer, "FW: x")
    (None, ('Ann', 'ann@a.hu'))
    """
    chain = forwarded_chain(text, subject)
    return chain[0] if chain else None


def forwarded_chain(text: str, subject: str = "") -> list[Sender]:
    r"""Return the senders of a mail forwarded several times, the outermost first.

    The caller knows which of them are colleagues.

    >>> forwarded_chain("-------- Forwarded Message --------\nSubject: x\nFrom: Bob <b@own.hu>\n\n"
    ...                 "Begin forwarded message:\n\nFrom: Ann <ann@a.hu>\nSubject: x\n\nHello")
    [('Bob', 'b@own.hu'), ('Ann', 'ann@a.hu')]
    """
    senders: list[Sender] = []
    lines = _lines(text)
    for _level in range(_MAX_CHAIN):
        forward = _find(lines, subject)
        if forward is None:
            break
        if forward.sender:
            senders.append(forward.sender)
        lines = forward.lines
    return senders


def forwarded_part(text: str, subject: str = "") -> str:
    r"""Return what the original sender wrote, without its own quotations, "" when not forwarded.

    Of a mail forwarded several times that is the innermost text.

    >>> forwarded_part("FYI\n---------- Forwarded message ---------\nFrom: Ann <a@a.hu>\n"
    ...                "Subject: Hi\n\nHello\nAnn\n\nOn 1.1.2024 Bob <b@b.hu> wrote:\n> Hi")
    'Hello\nAnn'
    """
    lines = _lines(text)
    found = False
    for _level in range(_MAX_CHAIN):
        forward = _find(lines, subject)
        if forward is None:
            break
        found, lines = True, forward.lines
    return new_part("\n".join(lines)) if found else ""


def _lines(text: str) -> list[str]:
    return lines_of(html_to_text(text) if is_html(text) else text)


def _find(lines: Sequence[str], subject: str) -> _Forward | None:
    """Return the first forwarded mail in the lines."""
    above = False
    hinted = markers.FORWARD_SUBJECT.match(subject[:200]) is not None
    for index, line in enumerate(lines):
        if markers.FORWARD.match(line):
            return _marked(lines, index + 1)
        size = header_size(lines, index)
        if size and (hinted or not above):
            return _Forward(_sender(lines[index : index + size]), list(lines[index + size :]))
        if size or (markers.ORIGINAL.match(line) and not hinted):
            # An answer: what is below was quoted, not forwarded.
            return None
        written = bool(line.strip()) and not markers.RULE.match(line)
        above = above or (written and not markers.MOBILE.match(line))
    return None


def _marked(lines: Sequence[str], start: int) -> _Forward:
    """Read the header below a marker; Apple Mail quotes header and text."""
    rest = list(lines[start:])
    first = next_written(rest, 0)
    if first is None:
        return _Forward(None, [])
    rest = rest[first:]
    if is_quoted(rest[0]):
        rest = unquoted(rest)
        rest = rest[next_written(rest, 0) or 0 :]
    size = labelled_size(rest, 0)
    if size:
        return _Forward(_sender(rest[:size]), rest[size:])
    # Yandex: only 'date, "Name" <address>:'.
    if markers.DATED_ADDRESS.search(rest[0][: markers.MAX_LINE]):
        name = rest[0].partition("<")[0].rpartition(",")[2]
        addresses = find_emails(rest[0])
        if addresses:
            return _Forward((_name(name, addresses[0]), addresses[0]), rest[1:])
    return _Forward(None, rest)


def _sender(header: Sequence[str]) -> Sender | None:
    """Read the sender out of the lines of a header."""
    for index, line in enumerate(header):
        match = markers.FROM_LABEL.match(line[: markers.MAX_LINE])
        if match is None:
            continue
        value = match["value"]
        if "@" not in value and index + 1 < len(header):
            following = header[index + 1][: markers.MAX_LINE]
            value += "" if markers.OTHER_LABEL.match(following) else f" {following}"
        addresses = find_emails(value)
        return (_name(value, addresses[0]), addresses[0]) if addresses else None
    return None


def _name(value: str, address: str) -> str | None:
    """Return the name that stands before the address."""
    name = clean_text(_NAME_END.split(value, maxsplit=1)[0], 120).strip(" *_\"'«»“”„,;:")
    return None if not name or "@" in name or name.casefold() == address else name
