# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Blocking keys: two records are compared when they share one.

Coarse keys are dropped when too many records share them, so each has refined ones beside it. A
record that nobody could call or write to is found by its name and address only, so it has more.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from .coding import code, mix, word_code
from .given_names import CANONICAL
from .people import canonical
from .reading import Reading, text_of
from .rules import Rules

(_PHONE, _EMAIL, _LOCAL, _DOMAIN, _TAX, _NAMES, _HEADS, _CITY, _FIRM, _ZIP, _STREET, _GLUE,
 _PHONE_NAME, _DOMAIN_NAME, _ALL, _HOUSE, _PLACE, _STREETS, _VALUE) = range(1, 20)  # fmt: skip
_MIN_LOCAL = 5
# Values of rules of one's own that are worth a key.
_OWN = ("exact", "normalised", "distance")


def blocking_keys(reading: Reading, rules: Rules) -> tuple[int, ...]:
    """Return the distinct keys of a record."""
    words = canonical(reading.person) or reading.company.words
    names = _telling(words)
    heads = [word_code(name[:3]) for name in names]
    found = [*_contact_keys(reading, heads), *_name_keys(reading, words, names, heads)]
    if reading.company.words:
        found.append(mix(_ALL, *sorted(map(word_code, reading.company.words[:4]))))
    if reading.street[0] and reading.street[1]:
        found.extend(_street_keys(reading, heads))
    if not reading.phones and not reading.emails:
        found.extend(_more_keys(reading, names, heads))
    for field, kind in rules.columns:
        if kind in _OWN:
            value = text_of(reading.record, field).strip().casefold()
            found.extend([mix(_VALUE, word_code(field), code(value))] if value else ())
    return tuple(dict.fromkeys(found))


def _contact_keys(reading: Reading, heads: list[int]) -> Iterator[int]:
    """Phone, e-mail, domain and tax number; what many share with the name beside it."""
    for phone in reading.phones:
        yield mix(_PHONE, phone)
        if heads:
            yield mix(_PHONE_NAME, phone, heads[0])
    for box in reading.emails:
        yield mix(_EMAIL, box.key_code)
        if len(box.local) >= _MIN_LOCAL and not box.role:
            yield mix(_LOCAL, box.local_code)
    if reading.site:
        site = word_code(reading.site)
        yield mix(_DOMAIN, site)
        if heads:
            yield mix(_DOMAIN_NAME, site, heads[0])
    if reading.tax:
        yield mix(_TAX, code(reading.tax))


def _name_keys(
    reading: Reading, words: Sequence[str], names: list[str], heads: list[int]
) -> Iterator[int]:
    city = word_code(reading.city)
    if len(names) > 1:
        yield mix(_HEADS, *sorted(heads))
        # The letters of a name are the same in any order and glued.
        letters = code("".join(sorted("".join(words))))
        yield mix(_GLUE, letters)
        if city:
            yield mix(_NAMES, letters, city)
    if names and city:
        yield mix(_CITY, word_code(names[0]), city)
    for head in heads if reading.zip else ():
        yield mix(_ZIP, head, word_code(reading.zip))


def _street_keys(reading: Reading, heads: list[int]) -> Iterator[int]:
    words, number = reading.street
    place = mix(word_code(max(words, key=len)[:5]), word_code(number))
    yield mix(_STREET, place, word_code(reading.city[:4]))
    for head in heads:
        yield mix(_HOUSE, place, head)


def _more_keys(reading: Reading, names: list[str], heads: list[int]) -> Iterator[int]:
    """Names, streets, houses and postcodes two by two, so that two errors do no harm."""
    words, number = reading.street
    digits, city = word_code("".join(sorted(reading.zip))), word_code(reading.city[:4])
    for name, head in zip(names, heads, strict=True):
        yield mix(_ZIP, head, digits, 1)
        yield mix(_ZIP, word_code(name[-3:]), digits, 2)
        yield mix(_HOUSE, head, word_code(number), word_code(reading.city[:3]))
        yield mix(_CITY, word_code(name), city, 1)
    for word in words[:4]:
        place = word_code(word[:4])
        yield mix(_PLACE, place, digits)
        yield mix(_PLACE, place, city, 1)
        if number:
            yield mix(_PLACE, place, word_code(number), 2)
        for head in heads:
            yield mix(_PLACE, place, head, 3)
    for one, other in combinations(sorted(word_code(word[:4]) for word in words[:4]), 2):
        yield mix(_STREETS, one, other)
    if number:
        yield mix(_HOUSE, word_code(number), digits, 3)
    for word in reading.company.words[:2]:
        yield mix(_FIRM, word_code(word), city)


def _telling(words: Sequence[str]) -> list[str]:
    """Return the two words that tell most: a surname before a given name, long before short."""
    return sorted(words, key=lambda word: (word in CANONICAL, -len(word)))[:2]
