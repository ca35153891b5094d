# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can be wrong with a number."""

from collections.abc import Callable
from enum import StrEnum
from typing import ParamSpec

Arguments = ParamSpec("Arguments")


class Reason(StrEnum):
    """Which sentence explains the error; its details are named behind each."""

    CHARACTER = "character"  # character: the first one that does not belong there
    LENGTH = "length"  # lengths: those allowed, length: that of the number
    CHECKSUM = "checksum"
    KIND = "kind"  # a number of another kind of party
    PART = "part"  # part: which part of it (a code), found: what stands there
    OTHER = "other"  # it contradicts another number; other: code of the number, found: its part
    FORMAT = "format"  # something else about its form


class RequisiteError(ValueError):
    """A number that cannot be right.

    >>> raise RequisiteError(Reason.LENGTH, lengths=(9,), length=8)
    Traceback (most recent call last):
    ...
    crm_counterparty_tools.requisites.errors.RequisiteError: length (length=8, lengths=(9,))
    """

    def __init__(self, reason: Reason, **details: object) -> None:
        self.reason = reason
        self.details = details
        told = ", ".join(f"{name}={value!r}" for name, value in sorted(details.items()))
        super().__init__(f"{reason} ({told})" if told else str(reason))


def passes(validate: Callable[Arguments, str]) -> Callable[Arguments, bool]:
    """Return the verb ``is_valid`` that belongs to a ``validate``."""

    def is_valid(*args: Arguments.args, **kwargs: Arguments.kwargs) -> bool:
        """Say whether the number can be right."""
        try:
            validate(*args, **kwargs)
        except RequisiteError:
            return False
        return True

    return is_valid
