# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which errors say for sure that nothing was sent."""

import smtplib

import pytest
from crm_farewell_survey_tools.refusals import RefusedError, is_surely_unsent


def wrapped(error: BaseException) -> BaseException:
    """An error as others pass it on."""
    try:
        try:
            raise error
        except BaseException as caught:
            raise RuntimeError("delivery failed") from caught
    except RuntimeError as outer:
        return outer


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (smtplib.SMTPRecipientsRefused({"a@example.com": (550, b"no")}), True),
        (smtplib.SMTPDataError(451, b"later"), True),
        (ConnectionRefusedError(), True),
        (RefusedError("no"), True),
        # The server may have taken it before.
        (smtplib.SMTPServerDisconnected("gone"), False),
        (TimeoutError(), False),
        (ConnectionResetError(), False),
    ],
)
def test_sure(error, wanted):
    """The answer of a server counts, however it is wrapped; a broken connection says nothing."""
    assert is_surely_unsent(error) is wanted
    assert is_surely_unsent(wrapped(error)) is wanted
