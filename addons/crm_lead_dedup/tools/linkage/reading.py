# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Understands one record: whose it is, and every value in its comparable form."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..tax_numbers import normalize_tax_number
from .coding import NOTHING, Value, value
from .contacts import NO_MAILS, NO_PHONES, Mails, Phones, mails, phones, site
from .firms import NOBODY, Firm, firm, names_a_firm, trader
from .people import NAMELESS, Person, person
from .places import Place, Street, city, street, zip_code
from .rules import Rules

LEAD, PARTNER, FIRM, PERSON = 1, 2, 4, 8
Record = Mapping[str, object]
MODELS = {"crm.lead": LEAD, "res.partner": PARTNER}


class Reading(NamedTuple):
    """A record understood. ``flags`` says the model and whether it is a person, a firm or both.

    The others are what is stored in the columns of the shipped comparisons.
    """

    flags: int
    person: Person
    company: Firm
    phones: Phones
    emails: Mails
    tax: Value
    site: Value
    street: Street
    city: Place
    zip: Place
    country: Value


def text_of(record: Record, key: str) -> str:
    """Return a value as text; "" for nothing and for what is not a scalar."""
    found = record.get(key)
    if isinstance(found, str):
        return found
    if not found or isinstance(found, bool):
        return "0" if found == 0 and found is not False else ""
    return str(found) if isinstance(found, (int, float)) else ""


def texts_of(record: Record, *keys: str) -> list[str]:
    """Return the texts of values that may be lists."""
    found: list[str] = []
    for key in keys:
        several = record.get(key)
        if isinstance(several, (list, tuple)):
            found += [item for item in several if isinstance(item, str) and item]
        elif several and (text := text_of(record, key)):
            found.append(text)
    return found


def read(records: Sequence[Record], rules: Rules) -> list[Reading]:
    """Understand records; any text is fine.

    Value by value, not record by record: the code at work stays in the processor's cache.
    """
    countries = [country_of(record) for record in records]
    boxes = [_mails(record, rules) for record in records]
    return [
        Reading(*names, *others)
        for names, *others in zip(
            [_names(record) for record in records],
            [_phones(*both, rules) for both in zip(records, countries, strict=True)],
            boxes,
            [_tax(*both) for both in zip(records, countries, strict=True)],
            [_site(*both) for both in zip(records, boxes, strict=True)],
            [street(text_of(each, "street"), text_of(each, "street2")) for each in records],
            [city(text_of(each, "city")) for each in records],
            [zip_code(text_of(each, "zip")) for each in records],
            [value(country, exact=True) if country else NOTHING for country in countries],
            strict=True,
        )
    ]


def _names(record: Record) -> tuple[int, Person, Firm]:
    """Tell person from firm: a sole trader is both, a lead without contact is its company."""
    name, employer = text_of(record, "name"), text_of(record, "company")
    company = firm(employer) if employer else NOBODY
    model, is_company = MODELS.get(text_of(record, "model"), 0), bool(record.get("is_company"))
    if name and (is_company or (not employer and names_a_firm(name))):
        own = firm(name)
        if own.trader:
            return model | FIRM | PERSON, trader(name), own
        if own.form or is_company:
            return model | FIRM, NAMELESS, own
    if not name and company.trader:
        return model | FIRM | PERSON, trader(employer), company
    if not name:
        return model | (FIRM if company.words else PERSON), NAMELESS, company
    return model | PERSON | (FIRM if company.trader else 0), person(name), company


def country_of(record: Record) -> str:
    """Return the two letters of a record's country, or ""."""
    return text_of(record, "country").strip().upper()[:2]


def _phones(record: Record, country: str, rules: Rules) -> Phones:
    texts = texts_of(record, "phone", "phones")
    if not texts:
        return NO_PHONES
    # The countries that the numbers may belong to, the record's own first.
    regions = (country, *texts_of(record, "regions"), *rules.regions)
    return phones(texts, tuple(dict.fromkeys(filter(None, regions))))


def _mails(record: Record, rules: Rules) -> Mails:
    texts = texts_of(record, "email", "emails")
    return mails(texts, rules.lists) if texts else NO_MAILS


def _tax(record: Record, country: str) -> Value:
    text = text_of(record, "vat")
    return value(normalize_tax_number(text, country) or "") if text else NOTHING


def _site(record: Record, mails: Mails) -> Value:
    """Return the domain of a web site, otherwise of an address of one's own domain."""
    if text := text_of(record, "website"):
        return site(text)
    for box in mails.boxes:
        if not box.free:
            return value(box.domain, exact=True)
    return NOTHING
