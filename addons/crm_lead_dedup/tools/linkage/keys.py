# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Blocking keys: two records are compared when they share one.

Coarse keys are dropped when too many records share them, so each has refined ones beside it. A
record that nobody could call or write to is found by its name and address only, so it has more.
"""

from .coding import code, mix
from .reading import Reading, Record, text_of
from .rules import Rules
from .tokens import Telling

(_PHONE, _EMAIL, _LOCAL, _DOMAIN, _TAX, _NAMES, _HEADS, _CITY, _FIRM, _ZIP, _STREET, _LETTERS,
 _PHONE_NAME, _DOMAIN_NAME, _ALL, _HOUSE, _VALUE, _PLACE_ZIP, _PLACE_CITY, _PLACE_NAME,
 _HOUSE_ZIP) = range(1, 22)  # fmt: skip
_MIN_LOCAL = 5
# Values of rules of one's own that are worth a key.
_OWN = ("exact", "normalised", "distance")


def blocking_keys(record: Record, reading: Reading, rules: Rules) -> tuple[int, ...]:
    """Return the distinct keys of a record."""
    told = (reading.person if reading.person.words else reading.company).telling
    found = _contact_keys(reading, told)
    found += _name_keys(reading, told)
    found += _address_keys(reading, told)
    if not reading.phones.tails and not reading.emails.boxes:
        found += _more_keys(reading, told)
    if reading.company.words:
        found.append(mix(_ALL, *sorted([code(word) for word in reading.company.words[:4]])))
    for field, kind in rules.columns:
        if kind in _OWN:
            own = text_of(record, field).strip().casefold()
            found += [mix(_VALUE, code(field), code(own))] if own else ()
    return tuple(dict.fromkeys(found))


def _contact_keys(reading: Reading, told: Telling) -> list[int]:
    """Phone, e-mail, domain and tax number; what many share with the name beside it."""
    found: list[int] = []
    head = told.heads[0] if told.heads else 0
    for phone in reading.phones.tails:
        found.append(mix(_PHONE, phone))
        if head:
            found.append(mix(_PHONE_NAME, phone, head))
    for box in reading.emails.boxes:
        found.append(mix(_EMAIL, box.key_code))
        if len(box.local) >= _MIN_LOCAL and not box.role:
            found.append(mix(_LOCAL, box.local_code))
    site = reading.site.code
    if site:
        found.append(mix(_DOMAIN, site))
        if head:
            found.append(mix(_DOMAIN_NAME, site, head))
    if reading.tax.code:
        found.append(mix(_TAX, reading.tax.code))
    return found


def _name_keys(reading: Reading, told: Telling) -> list[int]:
    if not told.letters:
        return []
    # The letters of a name are the same in any order and glued.
    found = [mix(_HEADS, *sorted(told.heads)), mix(_LETTERS, told.letters)]
    if reading.city.code:
        found.append(mix(_NAMES, told.letters, reading.city.code))
    return found


def _address_keys(reading: Reading, told: Telling) -> list[int]:
    """What is enough for those who can be called or written to."""
    found: list[int] = []
    if reading.city.code and told.codes:
        found.append(mix(_CITY, told.codes[0], reading.city.near))
    if reading.zip.code:
        found += [mix(_ZIP, head, reading.zip.near) for head in told.heads]
    place, house = reading.street.place
    if place:
        found.append(mix(_STREET, place, house, reading.city.near))
        found += [mix(_HOUSE, place, house, head) for head in told.heads]
    return found


def _more_keys(reading: Reading, told: Telling) -> list[int]:
    """Names, streets, houses and postcodes two by two, so that two errors do no harm."""
    digits, city = reading.zip.near, reading.city.near
    places = [word.head for word in reading.street.words[:4]]
    found = [mix(_CITY, name, city) for name in told.codes]
    found += [mix(_PLACE_CITY, place, city) for place in places]
    found += [mix(_PLACE_NAME, place, head) for place in places for head in told.heads]
    if digits:
        found += [mix(_PLACE_ZIP, place, digits) for place in places]
        if reading.street.house:
            found.append(mix(_HOUSE_ZIP, reading.street.house, digits))
    found += [mix(_FIRM, word, city) for word in reading.company.telling.codes]
    return found
