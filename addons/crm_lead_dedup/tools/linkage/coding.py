# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stable numbers for words: the same in every process, today and tomorrow."""

from functools import lru_cache
from struct import Struct
from typing import NamedTuple
from zlib import crc32

MISSING = 0
_HALF = 0x80000000
_PACKS = [Struct(f"<{count}i").pack for count in range(8)]
PACK_ONE = _PACKS[1]


class Value(NamedTuple):
    """A comparable value: what is stored of it, and its code."""

    packed: bytes
    text: str
    code: int


def code(text: str) -> int:
    """Return a signed 32-bit number for a text; 0 only for no text.

    >>> code(""), code("petrenko") == code("petrenko"), -(2**31) <= code("x") < 2**31
    (0, True, True)
    """
    if not text:
        return MISSING
    return crc32(text.encode("utf-8", "surrogatepass")) - _HALF or 1


@lru_cache(maxsize=32768)
def word_code(word: str) -> int:
    """Return the code of a word; for words that come again and again.

    >>> word_code("kiev") == code("kiev")
    True
    """
    return code(word)


def mix(kind: int, *parts: int) -> int:
    """Return one signed 32-bit number for up to seven; their order counts.

    >>> mix(1, 2) == mix(1, 2), mix(1, 2, 3) != mix(1, 3, 2), -(2**31) <= mix(5, -7) < 2**31
    (True, True, True)
    """
    return crc32(_PACKS[len(parts)](*parts), kind) - _HALF


def value(text: str, *, exact: bool = False) -> Value:
    """Return a text with its code; only the code when nothing but the same is looked for.

    >>> value("").code, value("kiev").code == code("kiev"), value("kiev", exact=True).text
    (0, True, '')
    """
    number = code(text)
    return Value(PACK_ONE(number), "" if exact else text, number)


NOTHING = value("")
