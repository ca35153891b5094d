# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether a message that could not be handed over was surely not sent."""

import smtplib
import socket
from collections.abc import Iterator


class RefusedError(Exception):
    """A server or a gateway did not take a message.

    :param is_final: it never will.
    :param is_outage: nobody was there, which says nothing about the message.

    >>> RefusedError("no such number", is_final=True).is_final
    True
    """

    def __init__(self, reason: str, *, is_final: bool = False, is_outage: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final
        self.is_outage = is_outage


# The server answered no, or nobody answered at all; after any other error it may have taken it.
SURE = (
    RefusedError,
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    ConnectionRefusedError,
    socket.gaierror,
    AssertionError,
)


def is_surely_unsent(error: BaseException) -> bool:
    """Whether an error, or what caused it, says that nothing was sent.

    >>> is_surely_unsent(smtplib.SMTPDataError(451, b"later"))
    True
    >>> is_surely_unsent(smtplib.SMTPServerDisconnected("gone")), is_surely_unsent(TimeoutError())
    (False, False)
    """
    return any(isinstance(one, SURE) for one in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error and those behind it.

    >>> try:
    ...     raise ValueError from KeyError("x")
    ... except ValueError as error:
    ...     [type(one).__name__ for one in _causes(error)]
    ['ValueError', 'KeyError']
    """
    seen: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in seen:
        seen.append(found)
        yield found
        found = found.__cause__ or found.__context__
