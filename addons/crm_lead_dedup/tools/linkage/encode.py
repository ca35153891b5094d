# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The columns of each comparison: whole numbers and a short text of every record."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from ..names import fold_word
from . import contacts, firms, people, places
from .coding import Value, value
from .plain import plain
from .reading import Reading, Record, country_of, text_of, texts_of
from .rules import Kind, Rules

# What is stored of one value: ``packed``, numbers of a fixed length, and ``text``.
Part = (
    people.Person
    | firms.Firm
    | contacts.Phones
    | contacts.Mails
    | places.Street
    | places.Place
    | Value
)


class Encoder(NamedTuple):
    """How a kind is stored.

    :param width: how many numbers there are.
    :param read: makes the part of any field.
    :param field: the field that a reading has understood already, as ``place`` of the reading.
    """

    width: int
    read: Callable[[Record, str, Rules], Part]
    field: str = ""
    place: str = ""


def _phone(record: Record, field: str, rules: Rules) -> Part:
    return contacts.phones(texts_of(record, field), (country_of(record), *rules.regions))


def _of(make: Callable[[str], Part]) -> Callable[[Record, str, Rules], Part]:
    """Make an encoder of what reads one text."""
    return lambda record, field, _rules: make(text_of(record, field))


def _phonetic(text: str) -> Value:
    words = sorted(fold_word(word) for word in plain(text, 400).casefold().split())
    return value("".join(words))._replace(text=" ".join(words))


def _normalised(text: str) -> Value:
    """Keep letters and digits only."""
    return value("".join([char for char in plain(text, 255).casefold() if char.isalnum()]))


def _exact(text: str) -> Value:
    return value(text.strip(), exact=True)


def _country(text: str) -> Value:
    return value(text.strip().upper()[:2], exact=True)


ENCODERS: dict[Kind, Encoder] = {
    "person": Encoder(people.WIDTH, _of(people.person), "name", "person"),
    "company": Encoder(firms.WIDTH, _of(firms.firm), "company", "company"),
    "phone": Encoder(contacts.MAX_PHONES, _phone, "phone", "phones"),
    "email": Encoder(
        contacts.MAX_EMAILS * 4,
        lambda record, field, rules: contacts.mails(texts_of(record, field), rules.lists),
        "email",
        "emails",
    ),
    "tax_number": Encoder(1, _of(_normalised), "vat", "tax"),
    "website": Encoder(1, _of(contacts.site), "website", "site"),
    "street": Encoder(places.STREET_WIDTH, _of(places.street), "street", "street"),
    "city": Encoder(1, _of(places.city), "city", "city"),
    "zip": Encoder(1, _of(places.zip_code), "zip", "zip"),
    "country": Encoder(1, _of(_country), "country", "country"),
    "exact": Encoder(1, _of(_exact)),
    "normalised": Encoder(1, _of(_normalised)),
    "phonetic": Encoder(1, _of(_phonetic)),
    "fuzzy": Encoder(1, _of(_phonetic)),
    "distance": Encoder(1, _of(_normalised)),
}

# Kinds whose text is a number of words.
WORDS = {
    "person": people.MAX_WORDS,
    "company": firms.MAX_WORDS,
    "street": places.STREET_WORDS,
}


def encode(record: Record, reading: Reading, rules: Rules) -> list[Part]:
    """Return the part of each column of the rules."""
    # Behind the flags, all of a reading are parts.
    known: tuple[Part, ...] = reading[1:]
    return [
        read(record, field, rules) if place < 0 else known[place]
        for place, read, field in _plan(rules.columns)
    ]


@lru_cache(maxsize=16)
def _plan(
    columns: tuple[tuple[str, Kind], ...],
) -> list[tuple[int, Callable[[Record, str, Rules], Part], str]]:
    """Return each column's place among the parts of a reading (-1 without) and how to read it."""
    plan = []
    for field, kind in columns:
        encoder = ENCODERS[kind]
        place = Reading._fields.index(encoder.place) - 1 if encoder.field == field else -1
        plan.append((place, encoder.read, field))
    return plan


def width(rules: Rules) -> int:
    """Return how many numbers a profile has: the flags and those of each comparison."""
    return 1 + sum(ENCODERS[kind].width for _field, kind in rules.columns)
