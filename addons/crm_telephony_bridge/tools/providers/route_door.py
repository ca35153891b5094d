# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may ask where a call is to ring: the PBX itself, from its dialplan."""

from .adapter import Adapter
from .message import Message
from .signatures import any_same

HEADER = "x-telephony-token"
# Nobody counts who guesses here, so what could be guessed opens nothing.
MIN_SECRET = 24


class RouteDoor(Adapter):
    """Believes who knows the secret: in a header, or in the address from a listed network only.

    An address ends in logs of others, so there the secret alone is not enough. A short secret,
    good enough to sign with, opens nothing here.

    >>> from .adapter import Account
    >>> door = RouteDoor(Account(["s" * 24]))
    >>> door.is_genuine(Message(headers={HEADER: "s" * 24}), 0.0)
    True
    >>> RouteDoor(Account(["s3cret"])).is_genuine(Message(headers={HEADER: "s3cret"}), 0.0)
    False
    >>> door.is_genuine(Message(secret="s" * 24), 0.0), door.is_genuine(Message(), 0.0)
    (False, False)
    >>> listed = RouteDoor(Account(["s" * 24], networks=["192.0.2.0/28"]))
    >>> here = Message(secret="s" * 24, address="192.0.2.7")
    >>> listed.allows(here) and listed.is_genuine(here, 0.0)
    True
    """

    def is_genuine(self, message: Message, now: float) -> bool:  # noqa: ARG002 - no time in it
        """Check the secret, wherever it stands; the time does not matter."""
        secrets = [one for one in self.account.secrets if len(one) >= MIN_SECRET]
        told = any_same(message.headers.get(HEADER, ""), secrets)
        in_path = any_same(message.secret, secrets)
        return told or (in_path and bool(self.account.networks))
