# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether a message that could not be handed over was surely not sent."""

import smtplib
import socket
from collections.abc import Iterator

# The server answered no, or nobody answered at all; after any other error it may have taken it.
SURE = (
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
