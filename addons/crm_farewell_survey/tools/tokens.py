# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The secrets in personal links, and their hashes, of which alone a database knows."""

import re
import secrets
import string
from hashlib import sha256

_MAIL_BYTES = 16
_SMS_LENGTH = 12
_BASE62 = string.ascii_letters + string.digits
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}|[A-Za-z0-9]{12}")


def new_mail_token() -> str:
    """Return a secret of 128 bits for a letter.

    >>> len(new_mail_token()), is_token(new_mail_token())
    (22, True)
    """
    return secrets.token_urlsafe(_MAIL_BYTES)


def new_sms_token() -> str:
    """Return a short secret of 71 bits, for links that are paid by the character.

    >>> len(new_sms_token()), is_token(new_sms_token())
    (12, True)
    """
    return "".join(secrets.choice(_BASE62) for _number in range(_SMS_LENGTH))


def is_token(text: str) -> bool:
    """Whether a text looks like one of our secrets.

    >>> is_token("a" * 22), is_token("a" * 12), is_token("preview-link"), is_token("a" * 13)
    (True, True, False, False)
    """
    return _TOKEN.fullmatch(text) is not None


def digest(token: str) -> str:
    """Return what is kept of a secret. It is random, so a plain hash cannot be turned round.

    >>> digest("a")[:16]
    'ca978112ca1bbdca'
    """
    return sha256(token.encode()).hexdigest()
