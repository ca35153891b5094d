# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Brings tax numbers into one spelling, so that two of the same are equal.

Nothing is refused here for a wrong check digit: what people typed is compared as it is.
"""

import re
from functools import lru_cache
from types import ModuleType

from stdnum.util import get_cc_module

from .text import clean_text, compatible

MIN_LENGTH = 6
MAX_LENGTH = 24
# A country's prefix in numbers of the European Union, where it is not the country's code.
_PREFIXES = {"GR": "EL", "XI": "XI"}
_EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split()
)
_NOT_KEPT = re.compile(r"[^A-Z0-9]+")
_LABEL = re.compile(r"\b(?:VAT|TAX|TIN|UID|NIP|DIC|IČO|INN|EDRPOU|NO|NR|NUMBER|ID)\b[\s.:№#]*")
# A Hungarian number goes on with the kind of taxation and the county; both change.
_HU_FULL = re.compile(r"(\d{8})[1-5]\d\d\Z")
_INNER_PART = re.compile(r"([^/]*)/")


def normalize_tax_number(raw: str | None, region: str | None = None) -> str | None:
    """Return the compact number in upper case, None when there is no number in it.

    :param region: two-letter country the number is read in; its EU prefix is dropped.

    >>> normalize_tax_number("HU 12345678", "HU"), normalize_tax_number("12345678-1-42", "HU")
    ('12345678', '12345678')
    >>> normalize_tax_number("ИНН 7707083893/770701001", "RU")
    '7707083893'
    >>> normalize_tax_number("ЄДРПОУ: 12345678", "UA"), normalize_tax_number("ATU 123456", "HU")
    ('12345678', 'ATU123456')
    >>> normalize_tax_number("統一編號 04595257", "TW")
    '04595257'
    >>> normalize_tax_number("UA 12345678", "UA"), normalize_tax_number("UA 12345678", "HU")
    ('12345678', 'UA12345678')
    >>> normalize_tax_number("12-34"), normalize_tax_number("n/a", "UA"), normalize_tax_number(None)
    (None, None, None)
    """
    text = _LABEL.sub("", compatible(clean_text(raw or "", 80)).upper())
    inner = _INNER_PART.match(text)
    if inner and len(_compact(inner[1])) >= MIN_LENGTH:
        # The registration reason (КПП) behind the slash is not the taxpayer's.
        text = inner[1]
    country = (region or "").strip().upper()
    number = _without_prefix(_national(_compact(text), country), country)
    if country == "HU":
        number = _HU_FULL.sub(r"\1", number)
    digits = sum(char.isdigit() for char in number)
    return number if MIN_LENGTH <= len(number) <= MAX_LENGTH and digits >= 4 else None


def _compact(text: str) -> str:
    return _NOT_KEPT.sub("", text)


def _without_prefix(number: str, country: str) -> str:
    """Drop the country's prefix: of the Union's numbers always, of others before digits only."""
    prefix = _PREFIXES.get(country, country)
    if not prefix or not number.startswith(prefix):
        return number
    return number[2:] if country in _EU or number[2:].isdigit() else number


def _national(number: str, country: str) -> str:
    """Let the country's own rules compact the number, when there are any."""
    module = _module(country)
    if module is None or not number:
        return number
    try:
        compacted = module.compact(number)
    except ValueError:  # the library's errors are ValueErrors
        return number
    return _compact(str(compacted).upper()) or number


@lru_cache(maxsize=256)
def _module(country: str) -> ModuleType | None:
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        return None
    module = get_cc_module(country.lower(), "vat")
    return module if isinstance(module, ModuleType) and hasattr(module, "compact") else None
