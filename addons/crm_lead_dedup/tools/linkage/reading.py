# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Understands one record: whose it is, and every value in its comparable form."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..tax_numbers import normalize_tax_number
from .contacts import Mailbox, mailboxes, phone_tails, site
from .firms import NOBODY, Firm, firm_words, names_a_firm, trader_words
from .people import person_words
from .places import address, city_name, zip_code
from .rules import Rules

LEAD, PARTNER, FIRM, PERSON = 1, 2, 4, 8
MODELS = {"crm.lead": LEAD, "res.partner": PARTNER}


@dataclass(frozen=True, slots=True)
class Reading:
    """A record understood. ``flags`` says the model and whether it is a person, a firm or both."""

    flags: int
    person: tuple[str, ...]
    company: Firm
    phones: tuple[int, ...]
    emails: tuple[Mailbox, ...]
    tax: str
    site: str
    street: tuple[tuple[str, ...], str]
    city: str
    zip: str
    country: str
    record: Mapping[str, object]


def text_of(record: Mapping[str, object], key: str) -> str:
    """Return a value as text; "" for nothing and for what is not a scalar."""
    value = record.get(key)
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, (int, float)) else ""


def texts_of(record: Mapping[str, object], key: str) -> list[str]:
    """Return the texts of a value that may be a list."""
    value = record.get(key)
    if isinstance(value, (list, tuple)):
        return [item for item in value if isinstance(item, str) and item]
    text = text_of(record, key)
    return [text] if text else []


def read(record: Mapping[str, object], rules: Rules) -> Reading:
    """Understand a record; any text is fine."""
    flags, person, company = _names(record)
    country = text_of(record, "country").strip().upper()[:2]
    regions = tuple(
        dict.fromkeys(
            (*([country] if country else []), *texts_of(record, "regions"), *rules.regions)
        )
    )
    emails = mailboxes([*texts_of(record, "email"), *texts_of(record, "emails")], rules.lists)
    vat = text_of(record, "vat")
    web = text_of(record, "website")
    return Reading(
        flags | MODELS.get(text_of(record, "model"), 0),
        person,
        company,
        phone_tails([*texts_of(record, "phone"), *texts_of(record, "phones")], regions),
        emails,
        (normalize_tax_number(vat, country) or "") if vat else "",
        site(web) if web else next((b.domain for b in emails if not b.free), ""),
        address(text_of(record, "street"), text_of(record, "street2")),
        city_name(text_of(record, "city")),
        zip_code(text_of(record, "zip")),
        country,
        record,
    )


def _names(record: Mapping[str, object]) -> tuple[int, tuple[str, ...], Firm]:
    """Tell person from firm: a sole trader is both, a lead without contact is its company."""
    name, firm = text_of(record, "name"), text_of(record, "company")
    company = firm_words(firm) if firm else NOBODY
    if name and (record.get("is_company") or (not firm and names_a_firm(name))):
        own = firm_words(name)
        if own.trader:
            return FIRM | PERSON, trader_words(name), own
        if own.form or record.get("is_company"):
            return FIRM, (), own
    if not name and company.trader:
        return FIRM | PERSON, trader_words(firm), company
    if not name:
        return FIRM if company.words else PERSON, (), company
    return PERSON | (FIRM if company.trader else 0), person_words(name), company
