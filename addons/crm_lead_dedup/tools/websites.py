# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads web addresses as people write them."""

import re

from .domains import PLATFORMS, is_public_level
from .text import clean_text, compatible

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}:/{0,3}(?!\d)", re.IGNORECASE)
_END = re.compile(r"[/?#\\\s]")
_PORT = re.compile(r":\d{0,5}\Z")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_DOTS = re.compile("[。．｡]")


def host_of(url: str | None) -> str | None:
    """Return the host of an address in lower case and ASCII, None when there is none.

    >>> host_of("HTTPS://www.Acme.com.ua:8080/a?b"), host_of("acme.hu"), host_of("info@acme.hu")
    ('www.acme.com.ua', 'acme.hu', 'acme.hu')
    >>> host_of("http://пример.рф/"), host_of("no site"), host_of("http://[::1"), host_of("")
    ('xn--e1afmkfd.xn--p1ai', None, None, None)
    """
    text = _DOTS.sub(".", compatible(clean_text(url or "", 2000)))
    scheme = _SCHEME.match(text)
    text = text[scheme.end() :] if scheme else text
    head = _END.split(text.lstrip("/"), maxsplit=1)[0]
    return ascii_domain(_PORT.sub("", head.rpartition("@")[2]))


def company_host(url: str | None) -> str | None:
    """Return the domain that names the company, None for pages on somebody else's platform.

    >>> company_host("https://www.shop.acme.com.ua/x"), company_host("acme.lviv.ua")
    ('acme.com.ua', 'acme.lviv.ua')
    >>> [company_host(url) for url in ("facebook.com/acme", "acme.wixsite.com", "10.0.0.1")]
    [None, None, None]
    """
    host = host_of(url)
    domain = registrable(host) if host else None
    if domain is None or domain in PLATFORMS or host in PLATFORMS:
        return None
    return domain


def registrable(host: str) -> str | None:
    """Return the part of a host that somebody registered, None for numeric and bare hosts.

    >>> registrable("mail.acme.co.uk"), registrable("www.acme.hu"), registrable("com.ua")
    ('acme.co.uk', 'acme.hu', None)
    """
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return None
    size = 3 if is_public_level(".".join(labels[-2:])) else 2
    return ".".join(labels[-size:]) if len(labels) >= size else None


def ascii_domain(domain: str) -> str | None:
    """Return a domain in lower-case ASCII (IDNA), None when it is not one.

    >>> [ascii_domain(name) for name in ("Acme.HU.", "bücher.de", "-a.hu", "a")]
    ['acme.hu', 'xn--bcher-kva.de', None, None]
    """
    text = domain.strip().rstrip(".").lower()
    if not 3 < len(text) <= 253:
        return None
    if not text.isascii():
        try:
            text = text.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return None
    labels = text.split(".")
    valid = len(labels) > 1 and all(_LABEL.match(label) for label in labels)
    # "1.5" is a figure; four numbers are the address of a machine.
    top = len(labels[-1]) > 1 and not labels[-1].isdigit()
    machine = len(labels) == 4 and all(label.isdigit() for label in labels)
    return text if valid and (top or machine) else None
