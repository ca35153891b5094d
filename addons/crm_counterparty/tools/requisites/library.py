# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Numbers that `python-stdnum` checks, by the name of its module: "ua.edrpou", "pl.regon".

>>> validate("32855961", "ua.edrpou"), format("73282932000074", "fr.siret")
('32855961', '732 829 320 00074')
"""

import re
from importlib import import_module
from types import ModuleType

from stdnum import exceptions

from .errors import Reason, RequisiteError, passes

_NAME = re.compile(r"[a-z]{2}\.[a-z0-9_]+\Z")


def module(name: str) -> ModuleType | None:
    """Return the library's module of this name, None when it has none.

    >>> module("ua.edrpou").__name__, module("ua.nothing"), module("os")
    ('stdnum.ua.edrpou', None, None)
    """
    if not _NAME.match(name):
        return None
    try:
        return import_module(f"stdnum.{name}")
    except (ImportError, OSError):
        # No such module, or one that reads a table of its own, which cannot be found everywhere.
        return None


def compact(number: str, name: str) -> str:
    """Return the number without separators, as the library has it.

    >>> compact("732 829 320 00074", "fr.siret")
    '73282932000074'
    """
    return str(_known(name).compact(number))


def validate(number: str, name: str, lengths: tuple[int, ...] = ()) -> str:
    """Return the compact number.

    :param lengths: those that are right, to say so and, where the library takes more, to refuse

    >>> validate("3285596", "ua.edrpou", (8,))
    Traceback (most recent call last):
    ...
    crm_counterparty_tools.requisites.errors.RequisiteError: length (length=7, lengths=(8,))
    """
    try:
        valid = str(_known(name).validate(number))
    except exceptions.InvalidLength as error:
        raise RequisiteError(
            Reason.LENGTH, lengths=lengths, length=len(compact(number, name))
        ) from error
    except exceptions.InvalidChecksum as error:
        raise RequisiteError(Reason.CHECKSUM) from error
    except exceptions.ValidationError as error:
        raise RequisiteError(Reason.FORMAT) from error
    if lengths and len(valid) not in lengths:
        raise RequisiteError(Reason.LENGTH, lengths=lengths, length=len(valid))
    return valid


def format(number: str, name: str) -> str:  # noqa: A001 (the library's verb)
    """Return the number as it is printed.

    >>> format(" 32855961", "ua.edrpou")
    '32855961'
    """
    known = _known(name)
    return str(known.format(number) if hasattr(known, "format") else known.compact(number))


def _known(name: str) -> ModuleType:
    known = module(name)
    if known is None:
        raise LookupError(name)
    return known


is_valid = passes(validate)
