# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keeps the secret part of links out of the server's log of requests."""

import logging
import re

_SECRET = re.compile(r"(/crew/)[A-Za-z0-9_-]{16,}")


def masked(text):
    """The text without secrets.

    >>> masked("GET /crew/AAAAAAAAAAAAAAAAAAAAAA HTTP/1.1"), masked("GET /crew/worker.js")
    ('GET /crew/*** HTTP/1.1', 'GET /crew/worker.js')
    """
    return _SECRET.sub(r"\1***", text)


class MaskLinks(logging.Filter):
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
    logging.getLogger(_name).addFilter(MaskLinks())
