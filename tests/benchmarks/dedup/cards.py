# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How somebody's data comes to stand on a card: what is missing, changed or mistyped."""

from random import Random
from typing import NamedTuple

from dedup import addresses, firms, mails, names, phones, tax
from dedup.typos import typo_digits
from dedup.world import Entity


class Noise(NamedTuple):
    """Odds. Of a contact: same, another of theirs, mistyped; what is left is missing."""

    style: names.NameStyle
    mail: tuple[float, float, float]
    phone: tuple[float, float, float]
    several: float
    city: float
    street: float
    zip: float
    moved: float
    company: float
    vat: float
    website: float
    country: float


FIRST = Noise(
    names.FIRST,
    (0.86, 0.90, 0.91),
    (0.86, 0.90, 0.905),
    0.06,
    0.86,
    0.62,
    0.5,
    0.0,
    0.75,
    0.45,
    0.45,
    0.85,
)
COPY = Noise(
    names.COPY,
    (0.75, 0.85, 0.885),
    (0.75, 0.85, 0.875),
    0.08,
    0.80,
    0.52,
    0.4,
    0.06,
    0.6,
    0.3,
    0.3,
    0.75,
)


def card(entity: Entity, noise: Noise, rng: Random) -> dict[str, object]:
    """One card of somebody; `id` is given later."""
    record = _who(entity, noise, rng)
    record["email"] = _mail(entity, noise, rng)
    record["phone"] = _phone(entity, noise, rng)
    bare = not record["email"] and not record["phone"]
    _where(record, entity, noise, rng, bare=bare)
    record["model"] = "crm.lead" if rng.random() < 0.5 else "res.partner"
    lead = record["model"] == "crm.lead"
    record["ref"] = f"C{rng.randrange(10**7):07d}" if not lead and rng.random() < 0.15 else ""
    return record


def _who(entity: Entity, noise: Noise, rng: Random) -> dict[str, object]:
    language, called = entity.language, entity.called
    record: dict[str, object] = {
        "id": 0,
        "model": "",
        "is_company": False,
        "name": "",
        "company": "",
    }
    record["vat"] = record["website"] = ""
    firm = entity.employer
    if isinstance(called, firms.Called):
        record["is_company"] = True
        record["name"] = firms.write(called, language, noise.style, entity.suffix, rng)
        firm = entity
    else:
        name = names.write(called, language, noise.style, rng)
        record["name"] = name
        if entity.sole and rng.random() < 0.55:
            record["is_company"] = True
            record["name"] = firms.sole_trader(name, language, rng)
        if firm and rng.random() < noise.company:
            assert isinstance(firm.called, firms.Called)
            record["company"] = firms.write(firm.called, firm.language, noise.style, "", rng)
    if entity.vat and record["is_company"] and rng.random() < noise.vat:
        record["vat"] = tax.write(entity.vat, language.country, rng)
    if firm and rng.random() < (noise.website if entity.is_firm else noise.website / 3):
        record["website"] = rng.choice(("https://www.{}", "www.{}", "{}", "http://{}/")).format(
            firm.domain
        )
    return record


def _mail(entity: Entity, noise: Noise, rng: Random) -> str:
    roll = rng.random()
    same, other, wrong = noise.mail
    if roll < same:
        return mails.write(entity.mails[0], rng)
    if roll < other:
        return mails.write(entity.mails[1], rng)
    return mails.mistyped(entity.mails[0], rng) if roll < wrong else ""


def _phone(entity: Entity, noise: Noise, rng: Random) -> str:
    roll = rng.random()
    country = entity.language.country
    same, other, wrong = noise.phone
    first, second = entity.phones
    if roll >= wrong:
        return ""
    if same <= roll < other:
        first, second = second, first
    elif roll >= other:
        first = first._replace(digits=typo_digits(first.digits, rng))
    text = phones.write(first, country, rng)
    if rng.random() < noise.several:
        text += rng.choice((", ", "; ", " / ")) + phones.write(second, country, rng)
    return text


def _where(
    record: dict[str, object], entity: Entity, noise: Noise, rng: Random, *, bare: bool
) -> None:
    """The address; a card without mail and telephone mostly has one."""
    address, language = entity.address, entity.language
    in_latin = str(record["name"]).isascii() and language.code != "en"
    keep = 0.5 if bare else 0.0
    record["city"] = record["street"] = record["street2"] = record["zip"] = record["country"] = ""
    if rng.random() < noise.moved and not entity.several:
        place = address.place if rng.random() < 0.5 else rng.choice(language.places)
        address = addresses.make(language, place, not entity.is_firm, rng)
    if entity.several or rng.random() < noise.city + keep:
        record["city"] = addresses.city(address.place, in_latin, rng)
    if rng.random() < noise.street + keep:
        text = addresses.street(address, language.code, in_latin, rng)
        line, comma, rest = text.partition(", ")
        # The second line holds what comes after the comma, on a few cards.
        split = bool(comma) and rng.random() < 0.12
        record["street"], record["street2"] = (line, rest) if split else (text, "")
    if rng.random() < noise.zip:
        record["zip"] = address.zip
    if rng.random() < noise.country:
        record["country"] = language.country
