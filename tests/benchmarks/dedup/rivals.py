# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Simple rules to measure against: what Odoo's core looks for, and exact mail or telephone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import phonenumbers

from dedup.measure import Codes, codes
from dedup.world import LANGUAGES

FREE = frozenset(name for language in LANGUAGES for name in language.mailers.items)
# Core drops what finds more than so many others.
CORE_LIMIT = 20
# A rule without a limit would call a whole town one person by one shared mailbox.
EXACT_LIMIT = 200
HOME = "RU"


def mail(record: Mapping[str, object]) -> str:
    """The address as core normalises it."""
    return str(record.get("email") or "").strip().lower()


def sanitised(record: Mapping[str, object]) -> str:
    """The telephone in international form by the card's country, else the company's; or nothing."""
    text = str(record.get("phone") or "")
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, str(record.get("country") or HOME))
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def last_digits(record: Mapping[str, object]) -> str:
    """The end of a telephone: the same however the country was written."""
    digits = sanitised(record) or "".join(filter(str.isdigit, str(record.get("phone") or "")))
    return digits[-9:] if len(digits) >= 7 else ""


def core(records: Sequence[Mapping[str, object]]) -> Codes:
    """Core's rules for leads, here over leads and customers alike.

    Where there is neither mail nor telephone, what its wizard for customers goes by: the name.
    """
    keys: list[tuple[int, str]] = []
    for record in records:
        address = mail(record)
        domain = address.rpartition("@")[2]
        if address:
            keys.append((_id(record), address if domain in FREE else f"@{domain}"))
        if phone := sanitised(record):
            keys.append((_id(record), phone))
    if not keys:
        keys = [(_id(record), name) for record in records if (name := _name(record))]
    return _joined(keys, CORE_LIMIT)


def exact(records: Sequence[Mapping[str, object]]) -> Codes:
    """The same mail address, or the same last digits of the telephone."""
    keys: list[tuple[int, str]] = []
    for record in records:
        keys += [(_id(record), key) for key in (mail(record), last_digits(record)) if key]
    return _joined(keys, EXACT_LIMIT)


def _name(record: Mapping[str, object]) -> str:
    return str(record.get("name") or "").strip().lower()


def _id(record: Mapping[str, object]) -> int:
    return int(str(record["id"]))


def _joined(keys: Iterable[tuple[int, str]], limit: int) -> Codes:
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, key in keys:
        blocks[key].append(number)
    return codes(
        pair
        for block in blocks.values()
        if 1 < len(block) <= limit + 1
        for pair in combinations(block, 2)
    )
