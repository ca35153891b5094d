# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Phones, e-mails and web sites as comparable values."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ..emails import email_key, split_addresses
from ..phones import parse_phone, split_phones
from ..websites import company_host, registrable
from .rules import Rules

MAX_PHONES = 3
MAX_EMAILS = 3
_PLAIN = re.compile(r"\+?[\d\s().-]{10,24}\Z")
_NOT_DIGIT = re.compile(r"\D+")
_WORDS = re.compile(r"[._+-]+")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address: its identity, its parts, and whose it is."""

    key: str
    local: str
    domain: str
    role: bool
    free: bool


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
    if _PLAIN.match(text):
        digits = _NOT_DIGIT.sub("", text)
        if 10 <= len(digits) <= 13:
            return [int(digits[-9:])]
    tails: list[int] = []
    for piece in split_phones(text)[: MAX_PHONES * 2]:
        phone = parse_phone(piece, regions)
        if phone and phone.tail and int(phone.tail):
            tails.append(int(phone.tail))
    return tails


def mailboxes(texts: list[str], rules: Rules) -> tuple[Mailbox, ...]:
    """Return all addresses, each once.

    >>> from .rules import DEFAULT_RULES
    >>> [box.key for box in mailboxes(["A.B+x@Gmail.com, info@a.hu"], DEFAULT_RULES)]
    ['ab@gmail.com', 'info@a.hu']
    """
    found: dict[str, Mailbox] = {}
    for text in texts:
        for address in split_addresses(text) if "@" in text else ():
            key = email_key(address)
            if key not in found:
                found[key] = _mailbox(key, rules)
    return tuple(found.values())[:MAX_EMAILS]


def _mailbox(key: str, rules: Rules) -> Mailbox:
    local, _at, host = key.rpartition("@")
    domain = registrable(host) or host
    free = (
        host in rules.free_domains
        or domain in rules.free_domains
        or domain.partition(".")[0] in rules.free_brands
    )
    plain = local.rstrip("0123456789")
    words = [word.strip("0123456789") for word in _WORDS.split(plain)]
    role = (
        plain in rules.role_names or words[0] in rules.role_words or words[-1] in rules.role_words
    )
    return Mailbox(key, local, domain, role and not free, free)


@lru_cache(maxsize=4096)
def site(text: str) -> str:
    """Return the domain of a web site, "" when it names nobody.

    >>> site("https://www.acme.com.ua/x"), site("facebook.com/acme")
    ('acme.com.ua', '')
    """
    return company_host(text) or ""
