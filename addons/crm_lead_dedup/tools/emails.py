# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads e-mail addresses as people write them, and tells whose they are."""

import re

from .lists import DEFAULT_LISTS, Lists
from .text import clean_text, compatible
from .websites import ascii_domain, registrable

MAX_TEXT = 100_000
_SPECIAL = r"\s<>,;:\"()\[\]\\@|`"
# The look-behind lets an attempt begin only where a word begins, which keeps the search linear.
_ADDRESS = re.compile(
    rf"(?<![^{_SPECIAL}])(?P<local>[^{_SPECIAL}]{{1,64}})@(?P<domain>[^{_SPECIAL}']{{3,253}})"
)
# Chinese is written without spaces around an address.
_CJK = re.compile("[\u3000-\u9fff\uf900-\ufaff]+")
_WORDS = re.compile(r"[._+-]+")
# One mailbox under several names.
_SAME_DOMAIN = {
    "googlemail.com": "gmail.com",
    "ya.ru": "yandex.ru",
    "narod.ru": "yandex.ru",
    **{f"yandex.{end}": "yandex.ru" for end in ("com", "by", "kz", "ua", "com.tr", "com.ua")},
    "protonmail.com": "proton.me",
    "protonmail.ch": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
}


def normalize_email(raw: str | None) -> str | None:
    """Return the first address, case-folded, with an ASCII domain; None when it is not one.

    >>> normalize_email('"Olha" <Olha.P@Acme.COM.ua>; second@x.hu')
    'olha.p@acme.com.ua'
    >>> normalize_email("a@пример.рф"), normalize_email("mailto:A@B.hu"), normalize_email("a@b")
    ('a@xn--e1afmkfd.xn--p1ai', 'a@b.hu', None)
    >>> normalize_email("a..b@c.hu"), normalize_email(None)
    (None, None)
    """
    addresses = split_addresses(raw)
    return addresses[0] if addresses else None


def email_key(email: str) -> str:
    """Return the identity of a mailbox: no ``+tag``, no gmail dots, one name of a domain.

    What is not an address comes back case-folded, so that it equals only itself.

    >>> email_key("Ivan.Petrov+shop@googlemail.com"), email_key("i.p@acme.hu")
    ('ivanpetrov@gmail.com', 'i.p@acme.hu')
    >>> email_key("ivan-petrov@ya.ru") == email_key("ivan.petrov@yandex.com")
    True
    """
    address = normalize_email(email)
    return clean_text(email, 254).casefold() if address is None else mailbox_key(address)


def mailbox_key(address: str) -> str:
    """Return the identity of a mailbox from an address that is normalised already.

    >>> mailbox_key("ivan.petrov+shop@gmail.com")
    'ivanpetrov@gmail.com'
    """
    local, _at, domain = address.rpartition("@")
    domain = _SAME_DOMAIN.get(domain, domain)
    local = local.partition("+")[0] or local
    if domain == "gmail.com":
        local = local.replace(".", "") or local
    elif domain == "yandex.ru":
        local = local.replace(".", "-")
    return f"{local}@{domain}"


def split_addresses(raw: str | None) -> list[str]:
    """Return all addresses of a header or a field, normalised, each once.

    >>> split_addresses("Ann <ann@a.hu>, bob@b.hu; ANN@a.hu")
    ['ann@a.hu', 'bob@b.hu']
    """
    return find_emails(raw or "")


def find_emails(text: str) -> list[str]:
    """Return the addresses in free text, normalised, in their order, each once.

    >>> find_emails("Write to ann@a.hu. Or (bob@b.hu)! not@here, 'c@d.com.ua' 請寄e@f.tw謝謝")
    ['ann@a.hu', 'bob@b.hu', 'c@d.com.ua', 'e@f.tw']
    """
    found: dict[str, None] = {}
    for match in _ADDRESS.finditer(compatible(clean_text(text, MAX_TEXT, multiline=True))):
        address = _address(match["local"], match["domain"])
        if address:
            found[address] = None
    return list(found)


def is_role_mailbox(email: str | None, lists: Lists = DEFAULT_LISTS) -> bool:
    """Tell whether an address belongs to a post or department instead of a person.

    >>> [is_role_mailbox(f"{n}@a.hu") for n in ("info", "sales.kyiv", "office2", "mail", "iroda")]
    [True, True, True, True, True]
    >>> is_role_mailbox("olha.mail@a.hu"), is_role_mailbox("inform@a.hu"), is_role_mailbox("")
    (False, False, False)
    """
    address = normalize_email(email)
    if address is None:
        return False
    local = address.rpartition("@")[0].partition("+")[0].rstrip("0123456789")
    words = [word.strip("0123456789") for word in _WORDS.split(local)]
    return local in lists.role_names or not lists.role_words.isdisjoint((words[0], words[-1]))


def is_free_domain(domain: str, lists: Lists = DEFAULT_LISTS) -> bool:
    """Tell whether anybody can have an address at a domain.

    >>> is_free_domain("Gmail.com"), is_free_domain("yahoo.co.uk"), is_free_domain("acme.hu")
    (True, True, False)
    >>> is_free_domain("gmail.com", Lists(company_domains=frozenset({"gmail.com"})))
    False
    """
    host = ascii_domain(domain)
    if host is None:
        return False
    own = registrable(host) or host
    if host in lists.company_domains or own in lists.company_domains:
        return False
    free = host in lists.free_domains or own in lists.free_domains
    return free or own.partition(".")[0] in lists.free_brands


def company_domain(email: str | None, lists: Lists = DEFAULT_LISTS) -> str | None:
    """Return the registered domain of a company's address, None for free mail.

    >>> company_domain("a@mail.acme.com.ua"), company_domain("a@ukr.net"), company_domain("x")
    ('acme.com.ua', None, None)
    """
    address = normalize_email(email)
    if address is None:
        return None
    host = address.rpartition("@")[2]
    return None if is_free_domain(host, lists) else registrable(host)


def _address(local: str, domain: str) -> str | None:
    """Check and normalise one address."""
    local = _CJK.split(local)[-1] or local
    plain = _CJK.split(domain)[0]
    domain = plain if "." in plain else domain
    local = local.strip("'’‘*«»“”„…!?=").casefold()
    host = ascii_domain(domain.rstrip("._-*«»“”„…!?/。、，；"))
    if host is None or not local or len(local) > 64 or host.rpartition(".")[2].isdigit():
        return None
    if local[0] == "." or local[-1] == "." or ".." in local or "_" in host:
        return None
    return f"{local}@{host}"
