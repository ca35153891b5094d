# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How many messages an SMS is: the alphabets and lengths of 3GPP TS 23.038 and 23.040.

A text of the GSM alphabet has 160 characters in one message and 153 in each of several; some of
them, such as €, count twice. A single other character makes all of it UCS-2: 70 and 67, where an
emoji counts twice.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("\f^{}\\[~]|€")
# Characters in a single message, and in each of several.
GSM_LENGTHS = (160, 153)
UNICODE_LENGTHS = (70, 67)
# What a template puts in, and the link among it.
_PART = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_LINK = "_link_placeholder"
_NAME = "Margaret"
# The largest character of the plane in which UCS-2 needs one unit.
_ONE_UNIT = 0xFFFF


@dataclass(frozen=True, slots=True)
class Size:
    """What a text costs.

    :param messages: how many are sent
    :param length: in the units of its alphabet
    :param room: units that the last message still has
    """

    messages: int
    length: int
    room: int
    is_unicode: bool


def size_of(text: str) -> Size:
    r"""Return how many messages a text is.

    >>> size_of("Hello").messages, size_of("a" * 160).messages, size_of("a" * 161).messages
    (1, 1, 2)
    >>> size_of("Привет"), size_of("€")
    (Size(messages=1, length=6, room=64, is_unicode=True), Size(messages=1, length=2, room=158, is_unicode=False))
    >>> size_of("ж" * 70).messages, size_of("ж" * 71).messages, size_of("ж" * 135).messages
    (1, 2, 3)
    >>> size_of("")
    Size(messages=0, length=0, room=160, is_unicode=False)
    """  # noqa: E501
    is_unicode = bool(unicode_characters(text))
    units = [_units(character, is_unicode=is_unicode) for character in text]
    single, each = UNICODE_LENGTHS if is_unicode else GSM_LENGTHS
    length = sum(units)
    if length <= single:
        return Size(int(bool(text)), length, single - length, is_unicode)
    messages, used = _packed(units, each)
    return Size(messages, length, each - used, is_unicode)


def unicode_characters(text: str) -> list[str]:
    """Return the characters that make a text cost more, each once, in their order.

    >>> unicode_characters("Győr – Hello €"), unicode_characters("Hello")
    (['ő', '–'], [])
    """
    found = (one for one in text if one not in BASIC and one not in DOUBLE)
    return list(dict.fromkeys(found))


def sample_of(template: str, link: str) -> str:
    """Return a text that a template could make, with a link of full length.

    >>> sample_of("{{ object._first_name() }}: {{ object._link_placeholder() }}", "https://x.io/f/1")
    'Margaret: https://x.io/f/1'
    """
    return _PART.sub(lambda part: link if _LINK in part[1] else _NAME, template)


def _units(character: str, *, is_unicode: bool) -> int:
    if is_unicode:
        return 1 + (ord(character) > _ONE_UNIT)
    return 1 + (character in DOUBLE)


def _packed(units: Iterable[int], each: int) -> tuple[int, int]:
    """Return the number of messages and what the last one holds; no character is cut in two."""
    messages, used = 1, 0
    for unit in units:
        if used + unit > each:
            messages, used = messages + 1, 0
        used += unit
    return messages, used
