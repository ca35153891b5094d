# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is stored of a record to compare it: made once, in any process alike."""

from collections.abc import Sequence
from typing import NamedTuple

from .coding import PACK_ONE
from .encode import encode
from .keys import blocking_keys
from .reading import Record, read
from .rules import DEFAULT_RULES, Rules

SEPARATOR = "\x1f"
# So many records are worked on at once as the processor's cache holds.
_SLICE = 256


class Profile(NamedTuple):
    """A record to compare.

    :param codes: a fixed number of little-endian 32-bit integers.
    :param texts: one text a comparison, joined.
    :param keys: distinct signed 32-bit blocking keys.
    """

    codes: bytes
    texts: str
    keys: tuple[int, ...]


def build(record: Record, rules: Rules = DEFAULT_RULES) -> Profile:
    """Make the profile of a record; any text is fine.

    >>> one = build({"id": 1, "name": "Юрий Щербаков", "phone": "+380501234567"})
    >>> two = build({"id": 2, "name": "Shcherbakov Yurii", "phone": "050 123 45 67"})
    >>> len(one.codes) == len(two.codes), bool(set(one.keys) & set(two.keys))
    (True, True)
    """
    return build_all((record,), rules)[0]


def build_all(records: Sequence[Record], rules: Rules = DEFAULT_RULES) -> list[Profile]:
    """Make the profiles of many records, in their order.

    >>> build_all([{"name": "Ann"}, {"name": "Bob"}])[1] == build({"name": "Bob"})
    True
    """
    found: list[Profile] = []
    for start in range(0, len(records), _SLICE):
        some = records[start : start + _SLICE]
        readings = read(some, rules)
        parts = [encode(*both, rules) for both in zip(some, readings, strict=True)]
        keys = [blocking_keys(*both, rules) for both in zip(some, readings, strict=True)]
        # No separator can be in a text: the readers keep letters, digits and "@.+-" only.
        found += [
            Profile(
                PACK_ONE(reading.flags) + b"".join([part.packed for part in row]),
                SEPARATOR.join([part.text for part in row]),
                own,
            )
            for reading, row, own in zip(readings, parts, keys, strict=True)
        ]
    return found
