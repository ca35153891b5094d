# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# ruff: noqa: ARG002 - a class answers the questions that concern it
"""What a provider's class has to say: who is believed, what was told, what is answered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import ClassVar

from .message import Message
from .notice import Notice
from .signatures import address_allowed, any_same


@dataclass(frozen=True, slots=True)
class Account:
    """A provider's settings, as far as its class needs them.

    :param secrets: all that are good at this moment: two while one is being replaced.
    :param networks: that may call; none given: every one, unless the class wants a list.
    :param name: the account's id at the provider.
    :param names: our word and the provider's name of each field.
    """

    secrets: Sequence[str] = ()
    networks: Sequence[str] = ()
    zone: tzinfo = UTC
    name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Leave the secrets out: what is printed ends in logs."""
        return f"Account({self.name!r})"


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered: a text and its type."""

    body: str
    content_type: str = "application/json"


class Adapter:
    """One kind of provider. To add yours, subclass it and return it from ``_adapter_class()``.

    >>> Adapter(Account(["s3cret"])).is_genuine(Message(secret="s3cret"), 1800000000.0)
    True
    >>> Account(["s3cret"], name="12")
    Account('12')

    :cvar bridged: its calls come through a bridge, it has no webhook.
    :cvar can_dial: it can be asked to dial, hang up or transfer; a bridge can, most clouds are only
        heard. Who says so without a bridge sends the orders (``telephony.provider._send_order``).
    :cvar signs: its requests carry a signature; else the secret stands in the address.
    :cvar needs_networks: without a list of allowed addresses nobody is believed.
    """

    bridged: ClassVar[bool] = False
    can_dial: ClassVar[bool] = False
    signs: ClassVar[bool] = False
    needs_networks: ClassVar[bool] = False

    def __init__(self, account: Account) -> None:
        self.account = account

    def allows(self, message: Message) -> bool:
        """Whether the request comes from where it may."""
        networks = self.account.networks
        if not networks:
            return not self.needs_networks
        return address_allowed(message.address, networks)

    def is_genuine(self, message: Message, now: float) -> bool:
        """Whether the request is the provider's; compared in constant time.

        :param now: seconds since 1970.
        """
        return any_same(message.secret, self.account.secrets)

    def once(self, message: Message) -> str | None:
        """Return what must not come twice, such as a signature; None where copies do no harm."""
        return None

    def bound(self, message: Message) -> str | None:
        """Return what belongs to one call only, such as a signature without the call's id."""
        return None

    def notices(self, message: Message) -> Sequence[Notice]:
        """Return what the request says of calls; nothing for what is not understood."""
        raise NotImplementedError

    def echo(self, query: Mapping[str, str]) -> str | None:
        """Return the answer to a provider that checks the address by a GET, None without."""
        return None

    def reply(self, notices: Sequence[Notice], route: str | None = None) -> Reply:
        """Return the answer to a request that was taken.

        :param route: extension that the caller is to be put through to.
        """
        return Reply(json.dumps({"status": "success"}))
