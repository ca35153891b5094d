# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stable numbers for words: the same in every process, today and tomorrow."""

from functools import lru_cache
from hashlib import blake2b

MISSING = 0
_MASK = 0xFFFFFFFF


def code(text: str) -> int:
    """Return a signed 32-bit number for a text; 0 only for no text.

    >>> code(""), code("petrenko") == code("petrenko"), -(2**31) <= code("x") < 2**31
    (0, True, True)
    """
    if not text:
        return MISSING
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest, "little", signed=True) or 1


@lru_cache(maxsize=65536)
def word_code(word: str) -> int:
    """Return the code of a word; for words that come again and again.

    >>> word_code("kiev") == code("kiev")
    True
    """
    return code(word)


def mix(*parts: int) -> int:
    """Return one signed 32-bit number for several; their order counts.

    >>> mix(1, 2) == mix(1, 2), mix(1, 2) != mix(2, 1), -(2**31) <= mix(-5, 7) < 2**31
    (True, True, True)
    """
    value = 0x9E3779B9
    for part in parts:
        value = ((value ^ (part & _MASK)) * 0x85EBCA6B) & 0xFFFFFFFFFFFFFFFF
        value = (value ^ (value >> 29)) & 0xFFFFFFFFFFFF
    value = ((value * 0xC2B2AE35) >> 7) & _MASK
    return value - 0x100000000 if value & 0x80000000 else value
