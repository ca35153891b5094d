# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Mail addresses, each given out once."""

from random import Random

from dedup.language import Language
from dedup.names import Name, surname_of
from dedup.translit import slug
from dedup.typos import typo

ROLES = ("info", "office", "sales", "mail", "contact", "zakaz", "hello", "admin")
_NICKNAMES = (
    "sunny lucky happy wolf tiger cat fox star moon angel dragon smile rocket panda lion magic "
    "storm "
    "shadow sweet green black silver golden crazy little big super mega ultra super cool"
).split()


class Mails:
    """The addresses and sites that are taken already."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, local: str, domain: str) -> str:
        """The wished address, or with the first number that is still free."""
        address = f"{local}@{domain}"
        number = 1
        while _mailbox(address) in self._taken:
            number += 1 + len(self._taken) % 7
            address = f"{local}{number}@{domain}"
        self._taken.add(_mailbox(address))
        return address

    def site(self, core: str, ending: str) -> str:
        """A site's name that nobody has."""
        name = f"{core}.{ending}"
        number = 1
        while name in self._taken:
            number += 1 + len(self._taken) % 7
            name = f"{core}{number}.{ending}"
        self._taken.add(name)
        return name

    def private(self, name: Name, language: Language, rng: Random) -> str:
        """An address at one of the free mailers."""
        return self.free(_local(name, language, rng), language.mailers.draw(rng))

    def at_work(self, name: Name, language: Language, domain: str, rng: Random) -> str:
        """An address at the employer's."""
        given, surname = _slugs(name, language, rng)
        local = rng.choice(
            (f"{given}.{surname}", f"{given[:1]}.{surname}", f"{given[:1]}{surname}", given)
        )
        return self.free(local, domain)


def _mailbox(address: str) -> str:
    """Where the letters to an address arrive; some providers have several names for one box.

    >>> _mailbox("ann.lee@gmail.com") == _mailbox("annlee@gmail.com")
    True
    """
    local, _, domain = address.partition("@")
    if domain == "gmail.com":
        local = local.replace(".", "")
    return f"{local}@{'yandex.ru' if domain == 'ya.ru' else domain}"


def _slugs(name: Name, language: Language, rng: Random) -> tuple[str, str]:
    given = slug(name.given, language.code, rng)
    return given, slug(surname_of(name, language.code), language.code, rng)


def _local(name: Name, language: Language, rng: Random) -> str:
    roll = rng.random()
    if roll < 0.2:
        return f"{rng.choice(_NICKNAMES)}{rng.choice(_NICKNAMES)}{rng.randrange(1000)}"
    given, surname = _slugs(name, language, rng)
    year = f"{rng.randrange(55, 105) % 100:02d}"
    if roll < 0.4:
        return f"{given}.{surname}"
    if roll < 0.55:
        return f"{surname}{year}"
    if roll < 0.7:
        return f"{given[:1]}{surname}{year if roll < 0.62 else ''}"
    if roll < 0.82:
        return f"{given}_{surname}{year}"
    return f"{given}{year}{rng.randrange(100):02d}" if roll < 0.9 else f"{surname}.{given}"


def write(address: str, rng: Random) -> str:
    """The address as it is typed: capitals and blanks do no harm, a tag neither."""
    roll = rng.random()
    if roll < 0.03:
        return address.upper()
    if roll < 0.05:
        return address.capitalize()
    if roll < 0.06:
        return address + " "
    return address


def mistyped(address: str, rng: Random) -> str:
    """The address with a slip, mostly before the sign."""
    local, _, domain = address.partition("@")
    if rng.random() < 0.75:
        return f"{typo(local, rng)}@{domain}"
    return f"{local}@{typo(domain, rng)}"
