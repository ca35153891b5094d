# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Phones, e-mails and web sites as comparable values."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ..emails import is_free_domain, mailbox_key, split_addresses
from ..lists import DEFAULT_LISTS, Lists
from ..phone_search import EXTENSION
from ..phones import parse_phone, split_phones
from ..websites import company_host, registrable
from .coding import MISSING, code

MAX_PHONES = 3
MAX_EMAILS = 3
_PLAIN = re.compile(r"\+?[\d\s().-]{10,24}\Z")
_NOT_DIGIT = re.compile(r"\D+")
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9_+-]*(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9-]+\.)+[a-z]{2,24}\Z")
_WORDS = re.compile(r"[._+-]+")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address: its identity, its parts, and whose it is; codes for key and local part."""

    key: str
    local: str
    domain: str
    role: bool
    free: bool
    key_code: int
    local_code: int


def phone_tails(texts: list[str], regions: tuple[str, ...]) -> tuple[int, ...]:
    """Return the last nine digits of all numbers, as numbers, each once.

    >>> phone_tails(["+380 50 123-45-67", "8 (050) 123 45 67 доб. 3"], ("UA",))
    (501234567,)
    """
    found: dict[int, None] = {}
    for text in texts:
        for tail in _tails(text, regions):
            found[tail] = None
    return tuple(found)[:MAX_PHONES]


def _tails(text: str, regions: tuple[str, ...]) -> list[int]:
    tail = _plain_tail(text)
    if tail:
        return [tail]
    pieces = split_phones(text)[: MAX_PHONES * 2]
    tails = (_plain_tail(EXTENSION.split(piece)[0]) or _tail(piece, regions) for piece in pieces)
    return [tail for tail in tails if tail]


def _plain_tail(text: str) -> int:
    """Return the last nine digits of a number written in full: no plan is needed for them."""
    if not _PLAIN.match(text):
        return 0
    digits = _NOT_DIGIT.sub("", text)
    return int(digits[-9:]) if 10 <= len(digits) <= 13 else 0


def _tail(text: str, regions: tuple[str, ...]) -> int:
    phone = parse_phone(text, regions)
    return int(phone.tail) if phone and phone.tail else 0


def mailboxes(texts: list[str], lists: Lists = DEFAULT_LISTS) -> tuple[Mailbox, ...]:
    """Return all addresses, each once.

    >>> [box.key for box in mailboxes(["A.B+x@Gmail.com, info@a.hu"])]
    ['ab@gmail.com', 'info@a.hu']
    """
    found: dict[str, Mailbox] = {}
    for text in texts:
        for address in _addresses(text):
            key = mailbox_key(address)
            if key not in found:
                found[key] = _mailbox(key, lists)
    return tuple(found.values())[:MAX_EMAILS]


def _addresses(text: str) -> list[str]:
    """Read a field; nearly all hold one plain address."""
    plain = text.strip().casefold()
    if _ADDRESS.match(plain):
        return [plain]
    return split_addresses(text) if "@" in text else []


def _mailbox(key: str, lists: Lists) -> Mailbox:
    local, _at, host = key.rpartition("@")
    domain, free = _domain(host, lists)
    plain = local.rstrip("0123456789")
    words = [word.strip("0123456789") for word in _WORDS.split(plain)]
    role = plain in lists.role_names or not lists.role_words.isdisjoint((words[0], words[-1]))
    return Mailbox(key, local, domain, role, free, code(key), MISSING if role else code(local))


@lru_cache(maxsize=8192)
def _domain(host: str, lists: Lists) -> tuple[str, bool]:
    """Return what is registered of a host, and whether anybody has an address there."""
    return registrable(host) or host, is_free_domain(host, lists)


@lru_cache(maxsize=4096)
def site(text: str) -> str:
    """Return the domain of a web site, "" when it names nobody.

    >>> site("https://www.acme.com.ua/x"), site("facebook.com/acme")
    ('acme.com.ua', '')
    """
    return company_host(text) or ""
