# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Secrets are kept sealed: who has the database alone cannot open them.

Several keys may be given, newest first: all open, the first seals. So a key can be replaced
without asking every provider for a new secret.
"""

import re
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealError(ValueError):
    """The key is missing or is not the one a secret was sealed with; the text says which."""


def keys_of(written: str) -> list[str]:
    r"""Return the keys of a setting, separated by commas or blanks.

    >>> keys_of(" new, old\n"), keys_of("")
    (['new', 'old'], [])
    """
    return [key for key in re.split(r"[\s,]+", written) if key]


def new_key() -> str:
    """Make a key.

    >>> len(new_key()), new_key() == new_key()
    (44, False)
    """
    key: bytes = Fernet.generate_key()
    return key.decode()


def seal(secret: str, keys: Sequence[str]) -> str:
    """Seal a secret with the first key.

    >>> key = new_key()
    >>> unseal(seal("s3cret", [key]), ["x" * 43 + "=", key])
    's3cret'
    """
    sealed: bytes = _box(keys).encrypt(secret.encode())
    return sealed.decode()


def unseal(sealed: str, keys: Sequence[str]) -> str:
    """Open a sealed secret with whichever key fits.

    >>> unseal(seal("s3cret", [new_key()]), [new_key()])
    Traceback (most recent call last):
    ...
    crm_telephony_bridge_tools.seal.SealError: wrong key
    >>> unseal("", [])
    Traceback (most recent call last):
    ...
    crm_telephony_bridge_tools.seal.SealError: no key
    """
    try:
        secret: bytes = _box(keys).decrypt(sealed.encode())
    except InvalidToken:
        raise SealError("wrong key") from None
    return secret.decode()


def _box(keys: Sequence[str]) -> MultiFernet:
    if not keys:
        raise SealError("no key")
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        raise SealError("bad key") from None
