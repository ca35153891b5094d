# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is stored of a record to compare it: made once, in any process alike."""

from collections.abc import Mapping
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

from .encode import ENCODERS, Context, width
from .keys import blocking_keys
from .reading import read
from .rules import DEFAULT_RULES, Rules

SEPARATOR = "\x1f"


class Profile(NamedTuple):
    """A record to compare.

    :param codes: a fixed number of little-endian 32-bit integers.
    :param texts: one text a comparison, joined.
    :param keys: distinct signed 32-bit blocking keys.
    """

    codes: bytes
    texts: str
    keys: tuple[int, ...]


def build(record: Mapping[str, object], rules: Rules = DEFAULT_RULES) -> Profile:
    """Make the profile of a record; any text is fine.

    >>> one = build({"id": 1, "name": "Юрий Щербаков", "phone": "+380501234567"})
    >>> two = build({"id": 2, "name": "Shcherbakov Yurii", "phone": "050 123 45 67"})
    >>> len(one.codes) == len(two.codes), bool(set(one.keys) & set(two.keys))
    (True, True)
    """
    reading = read(record, rules)
    codes, texts = [reading.flags], []
    for field, kind in rules.columns:
        numbers, text = ENCODERS[kind][1](Context(reading, field, rules))
        codes.extend(numbers)
        texts.append(text)
    packed = _packer(width(rules)).pack(*codes)
    # A NUL or a separator cannot be in a text: the readers keep letters, digits and "@.+-" only.
    return Profile(packed, SEPARATOR.join(texts), blocking_keys(reading, rules))


@lru_cache(maxsize=16)
def _packer(size: int) -> Struct:
    return Struct(f"<{size}i")
