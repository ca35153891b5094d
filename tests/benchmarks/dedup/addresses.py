# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Streets and towns as they are typed."""

from random import Random
from typing import NamedTuple

from dedup.language import Language, Place
from dedup.translit import latin, plain
from dedup.typos import typo

_STREETS = {
    "ru": ("ул. {0}, д. {1}", "ул. {0}, {1}", "{0} {1}", "улица {0}, дом {1}", "ул.{0} {1}"),
    "uk": ("вул. {0}, {1}", "вул. {0} {1}", "{0}, {1}", "вулиця {0}, буд. {1}"),
    "hu": ("{0} utca {1}.", "{0} u. {1}.", "{0} u. {1}", "{0} út {1}."),
    "en": ("{1} {0} Street", "{1} {0} St", "{1} {0} St.", "{1} {0} street"),
    "zh": ("{0}{1}号", "{0} {1}号", "{1} {0}"),
}
_LATIN_STREETS = {"ru": "ul. {0} {1}", "uk": "vul. {0} {1}", "zh": "No. {1} {0}"}
_FLATS = {
    "ru": (", кв. {}", "-{}", " кв.{}"), "uk": (", кв. {}", "/{}"), "hu": (" {}. ajtó", "/{}"),
    "en": (", Flat {}", ", Apt {}", " #{}"), "zh": ("{}室",),
}  # fmt: skip


class Address(NamedTuple):
    """Where somebody is."""

    place: Place
    street: str
    house: str
    flat: str
    zip: str


def make(language: Language, place: Place, flat: bool, rng: Random) -> Address:
    """An address in a town."""
    house = str(1 + int(150 * rng.random() ** 2))
    if rng.random() < 0.08:
        house += rng.choice("абв" if language.code in {"ru", "uk"} else "ABC")
    door = str(rng.randrange(1, 90)) if flat and rng.random() < 0.6 else ""
    return Address(place, language.streets.draw(rng), house, door, _zip(language, place, rng))


def _zip(language: Language, place: Place, rng: Random) -> str:
    if language.country == "GB":
        end = f"{rng.randrange(1, 9)}{rng.choice('ABDEFGH')}{rng.choice('JLNPQRS')}"
        return f"{place.zip}{rng.randrange(1, 20)} {end}"
    length = {"HU": 4, "UA": 5, "US": 5}.get(language.country, 6)
    missing = length - len(place.zip)
    return f"{place.zip}{rng.randrange(10**missing):0{missing}d}"


def street(address: Address, code: str, in_latin: bool, rng: Random) -> str:
    """Street, house and flat on one line."""
    name = address.street
    forms = _STREETS[code]
    form = forms[int(len(forms) * rng.random() * rng.random())]
    if in_latin and code in _LATIN_STREETS:
        name = latin(name, code, rng)
        form = _LATIN_STREETS[code]
    elif code == "hu" and rng.random() < 0.2:
        name = plain(name)
    text = form.format(name, address.house)
    if address.flat and rng.random() < 0.8:
        flat = rng.choice(_FLATS[code]) if not in_latin else "-{}"
        text += flat.format(address.flat)
    return typo(text, rng) if rng.random() < 0.03 else text


def city(place: Place, in_latin: bool, rng: Random) -> str:
    """The town's name."""
    roll = rng.random()
    name = place.latin if in_latin or roll < 0.04 else place.name
    if roll > 0.97:
        return typo(name, rng)
    if 0.93 < roll < 0.95:
        return name.upper()
    return f"г. {name}" if 0.9 < roll < 0.93 and "а" <= name[-1] <= "я" else name
