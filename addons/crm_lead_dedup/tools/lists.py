# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Word lists that an administrator may change: role mailboxes and free-mail domains.

>>> own = Lists(company_domains=frozenset({"gmail.com"}))
>>> own == DEFAULT_LISTS, own.role_words is DEFAULT_LISTS.role_words
(False, True)
"""

from dataclasses import dataclass

from .domains import FREE_MAIL, FREE_MAIL_BRANDS
from .mailboxes import ROLE_NAMES, ROLE_WORDS


@dataclass(frozen=True, slots=True)
class Lists:
    """What counts as a mailbox of a post, and as a domain where anybody has an address.

    :param role_words: first or last word of a role mailbox: ``sales`` in sales.kyiv@
    :param role_names: only as the whole name: ``mail`` in mail@
    :param free_domains: domains of free mail
    :param free_brands: first part of domains of free mail in every country: ``yahoo``
    :param company_domains: never free mail, whatever the lists above say
    """

    role_words: frozenset[str] = ROLE_WORDS
    role_names: frozenset[str] = ROLE_NAMES
    free_domains: frozenset[str] = FREE_MAIL
    free_brands: frozenset[str] = FREE_MAIL_BRANDS
    company_domains: frozenset[str] = frozenset()


DEFAULT_LISTS = Lists()
