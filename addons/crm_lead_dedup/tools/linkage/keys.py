# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Blocking keys: two records are compared when they share one.

Coarse keys are dropped when too many records share them, so each has refined ones beside it.
"""

from collections.abc import Iterator

from .coding import code, mix, word_code
from .contacts import MAX_PHONES
from .reading import Reading

(_PHONE, _EMAIL, _LOCAL, _DOMAIN, _TAX, _NAMES, _HEADS, _CITY, _FIRM, _ZIP, _STREET, _GLUE,
 _PHONE_NAME, _DOMAIN_NAME, _REF) = range(1, 16)  # fmt: skip
_MIN_LOCAL = 5


def blocking_keys(reading: Reading) -> tuple[int, ...]:
    """Return the distinct keys of a record."""
    return tuple(dict.fromkeys(_keys(reading)))


def _keys(reading: Reading) -> Iterator[int]:
    names = _longest(reading.person) or _longest(reading.company.words)
    heads = [word_code(name[:3]) for name in names]
    for phone in reading.phones[:MAX_PHONES]:
        yield mix(_PHONE, phone)
        for head in heads:
            yield mix(_PHONE_NAME, phone, head)
    for box in reading.emails:
        yield mix(_EMAIL, box.key_code)
        if len(box.local) >= _MIN_LOCAL and not box.role:
            yield mix(_LOCAL, box.local_code)
    if reading.site:
        yield mix(_DOMAIN, word_code(reading.site))
        for head in heads:
            yield mix(_DOMAIN_NAME, word_code(reading.site), head)
    if reading.tax:
        yield mix(_TAX, code(reading.tax))
    yield from _name_keys(reading, names, heads)
    words, number = reading.street
    if words and number:
        yield mix(_STREET, word_code(words[0][:4]), word_code(number), word_code(reading.zip))


def _name_keys(reading: Reading, names: list[str], heads: list[int]) -> Iterator[int]:
    if len(names) > 1:
        yield mix(_NAMES, *sorted(word_code(name) for name in names))
        yield mix(_HEADS, *sorted(heads))
        glued = "".join(sorted("".join(reading.person or reading.company.words)))
        yield mix(_GLUE, code(glued))
    for name in names:
        if reading.city:
            yield mix(_CITY, word_code(name), word_code(reading.city))
        if reading.zip:
            yield mix(_ZIP, word_code(name[:3]), word_code(reading.zip))
    for word in reading.company.words[:2]:
        yield mix(_FIRM, word_code(word), word_code(reading.city))


def _longest(words: tuple[str, ...]) -> list[str]:
    return sorted(words, key=len, reverse=True)[:2]
