# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tells a lead from somebody's mere interest.

A corporate number without extension or person cannot be called back with any sense: it is counted
as interest until more is known.
"""

from .emails import is_role_mailbox, normalize_email
from .lists import DEFAULT_LISTS, Lists
from .names import fold_name, same_name
from .phones import Phone

# Where people are written down by hand or by mail, a name alone comes along as well.
NAME_ONLY_CHANNELS = frozenset({"email", "import", "manual"})
CORPORATE_KINDS = frozenset({"toll_free", "shared_cost"})


def is_interest(
    *,
    phone: Phone | None,
    extension: str,
    name: str,
    company: str,
    email: str,
    channel: str,
    phone_is_company_card: bool,
    lists: Lists = DEFAULT_LISTS,
) -> bool:
    """Tell whether a request is interest only.

    That is a corporate number (a company card's own, toll-free, shared-cost, or given with a
    company) without extension and without person; by mail, import and manual entry also a name
    with neither phone nor e-mail. A person is a name that is not the company's, or an e-mail
    address that is not a department's.

    >>> from .phones import parse_phone
    >>> plain = dict(extension="", name="", company="", email="", channel="web_form",
    ...              phone_is_company_card=False)
    >>> free = parse_phone("0 800 500 500", ["UA"])
    >>> mobile = parse_phone("050 123 45 67", ["UA"])
    >>> is_interest(phone=free, **plain), is_interest(phone=mobile, **plain)
    (True, False)
    >>> is_interest(phone=mobile, **{**plain, "company": "Acme"})
    True
    >>> is_interest(phone=free, **{**plain, "extension": "12"})
    False
    >>> is_interest(phone=None, **{**plain, "name": "Ann", "channel": "import"})
    True
    """
    if phone is None or phone.tail is None:
        reachable = normalize_email(email) is not None
        return channel in NAME_ONLY_CHANNELS and not reachable and bool(fold_name(name))
    corporate = phone_is_company_card or phone.kind in CORPORATE_KINDS or bool(fold_name(company))
    has_extension = bool(extension.strip() or phone.extension)
    return corporate and not has_extension and not _has_person(name, company, email, lists)


def _has_person(name: str, company: str, email: str, lists: Lists) -> bool:
    if fold_name(name) and not same_name(name, company):
        return True
    return normalize_email(email) is not None and not is_role_mailbox(email, lists)
