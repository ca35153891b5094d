# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keeps secrets that stand in addresses out of the server's log of requests."""

import logging
import re

_SECRET = re.compile(r"(/telephony/(?:webhook|route)/[^/\s?]+/)[^\s?\"'/]+")


def masked(text):
    """The text without secrets.

    >>> masked("POST /telephony/webhook/key/s3cret?a=1 HTTP/1.1")
    'POST /telephony/webhook/key/***?a=1 HTTP/1.1'
    """
    return _SECRET.sub(r"\1***", text)


class MaskSecrets(logging.Filter):
    """Masks what is logged of an address, in the message and in its arguments."""

    def filter(self, record):
        """Let every record pass, masked."""
        if isinstance(record.msg, str):
            record.msg = masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(
                masked(value) if isinstance(value, str) else value for value in record.args
            )
        return True


for _name in ("werkzeug", "odoo.http"):
    logging.getLogger(_name).addFilter(MaskSecrets())
