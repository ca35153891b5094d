# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Phones, e-mails and web sites as comparable values."""

import re
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

from ..emails import is_free_domain, mailbox_key, split_addresses
from ..lists import DEFAULT_LISTS, Lists
from ..phone_search import EXTENSION
from ..phones import parse_phone, split_phones
from ..websites import company_host, registrable
from .coding import MISSING, Value, code, value

MAX_PHONES = 3
MAX_EMAILS = 3
# Whose a mailbox is: everybody's of a company, or somebody's own.
ROLE, OWN = 1, 2
_PLAIN = re.compile(r"\+?[\d\s().-]{10,24}\Z")
# A slash behind the code of a town or network: 06-30/123-4567.
_SLASHED = re.compile(r"0[\d-]{1,5}/[\d -]{6,9}\Z")
# Between two whole numbers.
_BETWEEN = re.compile(r";\s*|\s*[,/]\s+")
_NOT_DIGIT = re.compile(r"\D+")
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9_+-]*(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9-]+\.)+[a-z]{2,24}\Z")
_WORDS = re.compile(r"[._+-]+")
_DIGITS = "0123456789"


class Phones(NamedTuple):
    """Phones: what is stored of them, and their last nine digits as numbers."""

    packed: bytes
    text: str
    tails: tuple[int, ...]


class Mailbox(NamedTuple):
    """An address: its identity, its parts, and whose it is; codes for key and local part."""

    key: str
    local: str
    domain: str
    role: bool
    free: bool
    key_code: int
    local_code: int
    domain_code: int


class Mails(NamedTuple):
    """E-mail addresses: what is stored of them, and each one."""

    packed: bytes
    text: str
    boxes: tuple[Mailbox, ...]


_PACK_PHONES = Struct(f"<{MAX_PHONES}i").pack
_PACK_MAILS = Struct(f"<{MAX_EMAILS * 4}i").pack
_NO_PHONES = [MISSING] * MAX_PHONES
NO_PHONES = Phones(_PACK_PHONES(*_NO_PHONES), "", ())
NO_MAILS = Mails(_PACK_MAILS(*[MISSING] * MAX_EMAILS * 4), "", ())


def phones(texts: list[str], regions: tuple[str, ...]) -> Phones:
    """Read the phones of a record.

    :param regions: countries that a number may belong to.
    """
    tails = phone_tails(texts, regions)
    if not tails:
        return NO_PHONES
    return Phones(_PACK_PHONES(*tails, *_NO_PHONES[len(tails) :]), str(tails[0]), tails)


def phone_tails(texts: list[str], regions: tuple[str, ...]) -> tuple[int, ...]:
    """Return the last nine digits of all numbers, as numbers, each once.

    >>> phone_tails(["+380 50 123-45-67", "8 (050) 123 45 67 доб. 3"], ("UA",))
    (501234567,)
    """
    if len(texts) == 1 and (tail := _plain_tail(texts[0])):
        return (tail,)
    found = [tail for text in texts for tail in _tails(text, regions)]
    return tuple(dict.fromkeys(found))[:MAX_PHONES]


def _tails(text: str, regions: tuple[str, ...]) -> list[int]:
    tail = _plain_tail(text)
    if tail:
        return [tail]
    several = [_plain_tail(piece) for piece in _BETWEEN.split(text[:200])]
    if all(several):
        return several
    pieces = split_phones(text)[: MAX_PHONES * 2]
    tails = (_plain_tail(EXTENSION.split(piece)[0]) or _tail(piece, regions) for piece in pieces)
    return [tail for tail in tails if tail]


def _plain_tail(text: str) -> int:
    """Return the last nine digits of a number written in full: no plan is needed for them.

    >>> _plain_tail("+380 50 123-45-67"), _plain_tail("06-30/123-4567"), _plain_tail("12-34-56")
    (501234567, 301234567, 0)
    """
    if not _PLAIN.match(text) and not _SLASHED.match(text):
        return 0
    digits = text if text.isdigit() else _NOT_DIGIT.sub("", text)
    most = 15 if digits.startswith("00") else 13
    return int(digits[-9:]) if 10 <= len(digits) <= most else 0


def _tail(text: str, regions: tuple[str, ...]) -> int:
    phone = parse_phone(text, regions)
    return int(phone.tail) if phone and phone.tail else 0


def mails(texts: list[str], lists: Lists = DEFAULT_LISTS) -> Mails:
    """Read the e-mail addresses of a record.

    >>> mails(["A.B+x@Gmail.com, info@a.hu"]).text
    'ab@gmail.com'
    """
    boxes = mailboxes(texts, lists)
    fill = [MISSING] * (MAX_EMAILS - len(boxes))
    packed = _PACK_MAILS(
        *[box.key_code for box in boxes], *fill,
        *[ROLE if box.role else OWN for box in boxes], *fill,
        *[box.local_code for box in boxes], *fill,
        *[box.domain_code for box in boxes], *fill,
    )  # fmt: skip
    return Mails(packed, boxes[0].key, boxes) if boxes else NO_MAILS


def mailboxes(texts: list[str], lists: Lists = DEFAULT_LISTS) -> tuple[Mailbox, ...]:
    """Return all addresses, each once.

    >>> [box.key for box in mailboxes(["A.B+x@Gmail.com, info@a.hu"])]
    ['ab@gmail.com', 'info@a.hu']
    """
    keys = dict.fromkeys(mailbox_key(address) for text in texts for address in _addresses(text))
    return tuple([_mailbox(key, lists) for key in list(keys)[:MAX_EMAILS]])


def _addresses(text: str) -> list[str]:
    """Read a field; nearly all hold one plain address."""
    plain = text.strip().casefold()
    if _ADDRESS.match(plain):
        return [plain]
    return split_addresses(text) if "@" in text else []


def _mailbox(key: str, lists: Lists) -> Mailbox:
    local, _at, host = key.rpartition("@")
    domain, free, number = _domain(host, lists)
    plain = local.rstrip(_DIGITS)
    role = plain in lists.role_names
    if not role:
        words = [plain] if plain.isalpha() else _WORDS.split(plain)
        role = words[0].strip(_DIGITS) in lists.role_words
        role = role or words[-1].strip(_DIGITS) in lists.role_words
    own = MISSING if role else code(local)
    return Mailbox(key, local, domain, role, free, code(key), own, MISSING if free else number)


@lru_cache(maxsize=8192)
def _domain(host: str, lists: Lists) -> tuple[str, bool, int]:
    """Return what is registered of a host, whether anybody has an address there, and its code."""
    domain = registrable(host) or host
    return domain, is_free_domain(host, lists), code(domain)


@lru_cache(maxsize=8192)
def site(text: str) -> Value:
    """Return the domain of a web site, nothing when it names nobody.

    >>> site("https://www.acme.com.ua/x") == site("acme.com.ua"), site("facebook.com/acme").code
    (True, 0)
    """
    return value(company_host(text) or "", exact=True)
