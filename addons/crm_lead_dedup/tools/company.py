# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""By what two cards are seen to speak of one company, when they have no customer in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .emails import company_domain, is_free_domain, normalize_email
from .names import fold_name, same_name
from .tax_numbers import normalize_tax_number
from .websites import company_host

Kind = Literal["customer", "tax_number", "domain", "name"]
# The strongest sign first; the first one that holds is told to people.
SIGNS: tuple[Kind, ...] = ("customer", "tax_number", "domain", "name")
# A shorter folded name says nothing ("AB", "IT").
MIN_NAME = 3


@dataclass(frozen=True, slots=True)
class Company:
    """The company a card speaks of; empty where nothing is known.

    :param domains: registered domains of its mail and its site, without free mail and platforms
    :param hosts: the same mail hosts as they are written, for core's own column
    :param tax_number: normalised
    :param name: folded for comparison across alphabets, without the legal form
    """

    domains: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    tax_number: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.domains or self.tax_number or self.name)


def company_of(
    *,
    name: str | None = None,
    email: str | None = None,
    website: str | None = None,
    tax_number: str | None = None,
    regions: Sequence[str] = (),
) -> Company:
    """Read the company out of the texts of a card.

    :param regions: ISO 3166 codes in which to read the tax number, best first

    >>> one = company_of(name="ТОВ «Ромашка»", email="a@mail.romashka.ua", website="facebook.com/x")
    >>> sorted(one.domains), sorted(one.hosts), one.name
    (['romashka.ua'], ['mail.romashka.ua', 'romashka.ua'], 'romaska')
    >>> company_of(email="anna@gmail.com", name="IT"), bool(company_of())
    (Company(domains=frozenset(), hosts=frozenset(), tax_number='', name=''), False)
    """
    domains = {domain for domain in (company_domain(email), company_host(website)) if domain}
    address = normalize_email(email)
    host = address.rpartition("@")[2] if address else ""
    hosts = {host} if host and not is_free_domain(host) else set()
    return Company(
        domains=frozenset(domains),
        hosts=frozenset(hosts | domains),
        tax_number=normalize_tax_number(tax_number, (*regions, None)[0]) or "",
        name=company_key(name),
    )


def company_key(name: str | None) -> str:
    """Return the form of a company's name to look it up by, empty for one that says nothing.

    >>> company_key("ТОВ «Ромашка»") == company_key("Romashka LLC"), company_key("ABC Kft.")
    (True, 'abk')
    >>> company_key("Test"), company_key("IT"), company_key(None)
    ('', '', '')
    """
    folded = fold_name(name) if name else ""
    # Stand-ins ("client", "test") are not even the same as themselves.
    return folded if len(folded) >= MIN_NAME and same_name(name or "", name or "") else ""
