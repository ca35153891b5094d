# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What single lines of a mail are: quoted, an attribution, a header of an older mail."""

import re
from collections.abc import Sequence

from . import mail_markers as markers

MAX_LINES = 5_000
_MAX_TEXT = 400_000
_QUOTED = re.compile(r"\s{0,3}(?:>|&gt;|＞)")
_UNQUOTE = re.compile(r"\s{0,3}(?:>|&gt;|＞) ?")
_MAX_HEADER_LINES = 14


def lines_of(text: str) -> list[str]:
    r"""Return the lines of a text, bounded in number and with any line ends.

    >>> lines_of("a\r\nb\xa0c")
    ['a', 'b c']
    """
    return text[:_MAX_TEXT].replace("\xa0", " ").splitlines()[:MAX_LINES]


def is_quoted(line: str) -> bool:
    """Tell whether a line is marked as a quotation.

    >>> is_quoted("> Shall we?"), is_quoted("a > b")
    (True, False)
    """
    return _QUOTED.match(line) is not None


def unquoted(lines: Sequence[str]) -> list[str]:
    """Take one level of quotation marks off.

    >>> unquoted(["> a", ">> b", "c"])
    ['a', '> b', 'c']
    """
    return [_UNQUOTE.sub("", line, count=1) for line in lines]


def next_written(lines: Sequence[str], start: int) -> int | None:
    """Return the index of the next line that is not blank, None at the end.

    >>> next_written(["a", "", "b"], 1), next_written(["a", ""], 1)
    (2, None)
    """
    for index in range(start, len(lines)):
        if lines[index].strip():
            return index
    return None


def attribution_size(lines: Sequence[str], index: int) -> int:
    """Return how many lines from here say who wrote what follows, 0 when they do not.

    >>> attribution_size(["22.11.2024 10:30, Ivan пишет:"], 0), attribution_size(["He wrote:"], 0)
    (1, 0)
    >>> attribution_size(["He wrote:", "> yes"], 0)
    1
    """
    line = lines[index]
    if not line.strip():
        return 0
    joined = ""
    for size, part in enumerate(lines[index : index + 3], start=1):
        if not part.strip() or is_quoted(part) or len(joined) + len(part) > markers.MAX_LINE:
            return 0
        joined = f"{joined} {part.strip()}"
        if _is_attribution(joined.strip(), lines, index + size):
            return size
        if not markers.BEGINS_WRAPPED.match(line.strip()):
            return 0
    return 0


def _is_attribution(text: str, lines: Sequence[str], after: int) -> bool:
    if markers.DATED_ADDRESS.search(text):
        return True
    if not markers.WROTE.search(text):
        return False
    if markers.DATED.search(text):
        return True
    following = next_written(lines, after)
    return following is not None and is_quoted(lines[following])


def header_size(lines: Sequence[str], index: int) -> int:
    """Return how many lines a header of an older mail has that begins here with its sender.

    >>> header_size(["From: Ann", "Sent: today", "To: Bob", "", "Hi"], 0)
    3
    >>> header_size(["From: my point of view", "it is fine"], 0)
    0
    """
    if not markers.FROM_LABEL.match(lines[index][: markers.MAX_LINE]):
        return 0
    size = labelled_size(lines, index)
    labels = sum(bool(_other(line)) for line in lines[index : index + size])
    return size if labels >= 2 else 0


def labelled_size(lines: Sequence[str], index: int) -> int:
    """Return how many lines up to the last label there are before the first blank line.

    >>> labelled_size(["Subject: Hi", "From: Ann", " and more", "Text"], 0)
    2
    """
    size = 0
    for offset, line in enumerate(lines[index : index + _MAX_HEADER_LINES], start=1):
        if not line.strip():
            break
        if _other(line) or markers.FROM_LABEL.match(line[: markers.MAX_LINE]):
            size = offset
    return size


def _other(line: str) -> bool:
    return markers.OTHER_LABEL.match(line[: markers.MAX_LINE]) is not None
