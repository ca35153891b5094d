# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# ruff: noqa: ARG002 - a class answers the questions that concern it
"""The providers we know: one small class each.

>>> from .adapter import Account
>>> described = ADAPTERS["binotel"](Account(["s"]))
>>> described.signs, described.allows(Message(address="192.0.2.1"))
(False, False)
>>> ADAPTERS["zadarma"](Account(["s"])).echo({"zd_echo": "7"})
'7'
"""

import json
from collections.abc import Mapping, Sequence

from . import binotel, generic, ringostat, twilio, zadarma
from .adapter import Adapter, Reply
from .message import Message
from .notice import Notice
from .signatures import generic_is_valid

_NO_CALLS: Sequence[Notice] = ()


def _some(notice: Notice | None) -> Sequence[Notice]:
    return (notice,) if notice else _NO_CALLS


class Generic(Adapter):
    """Our own webhook: JSON, signed with its time; a signature is good once."""

    signs = True

    def is_genuine(self, message: Message, now: float) -> bool:
        """Check the signature over time and body."""
        header = message.headers.get("x-signature", "")
        return generic_is_valid(header, message.body, self.account.secrets, now)

    def once(self, message: Message) -> str | None:
        """Return the header: it names time and signature in the only spelling they have."""
        return message.headers.get("x-signature", "")

    def notices(self, message: Message) -> Sequence[Notice]:
        """Read one notice from the JSON body."""
        return _some(generic.read(json.dumps(message.tree).encode()))


class Asterisk(Generic):
    """An Asterisk behind a bridge, which signs as our own webhook asks."""

    bridged = True
    can_dial = True

    def notices(self, message: Message) -> Sequence[Notice]:
        """Return nothing: the bridge tells of calls elsewhere."""
        return _NO_CALLS


class Zadarma(Adapter):
    """Zadarma: signed forms, an address check by GET, routing by reply."""

    signs = True

    def is_genuine(self, message: Message, now: float) -> bool:
        """Check the signature; it covers the numbers and the start only."""
        signature = message.headers.get("signature", "")
        return zadarma.is_genuine(message.fields, signature, self.account.secrets)

    def bound(self, message: Message) -> str | None:
        """Return the signature: it does not cover the call's id, so it is good for one id only."""
        return message.headers.get("signature", "")

    def notices(self, message: Message) -> Sequence[Notice]:
        """Read one notice."""
        return _some(zadarma.read(message.fields))

    def echo(self, query: Mapping[str, str]) -> str | None:
        """Return what Zadarma sent to see whether we are there."""
        return query.get("zd_echo")

    def reply(self, notices: Sequence[Notice], route: str | None = None) -> Reply:
        """Route the caller of a call that begins; else say nothing."""
        if route and any(one.state == "ringing" for one in notices):
            return Reply(json.dumps({"redirect": route, "return_timeout": 20}))
        return Reply("{}")


class Binotel(Adapter):
    """Binotel: no signature; a list of addresses, a secret in the address, the company's id."""

    needs_networks = True

    def is_genuine(self, message: Message, now: float) -> bool:
        """Check the secret, and the company's id where one is set."""
        known = super().is_genuine(message, now)
        company = self.account.name
        return known and (not company or binotel.of_company(message.tree, company))

    def notices(self, message: Message) -> Sequence[Notice]:
        """Read one notice, from a nested form or JSON."""
        return _some(binotel.read(message.tree))

    def reply(self, notices: Sequence[Notice], route: str | None = None) -> Reply:
        """Answer the question who is in charge of a caller; else just success."""
        if route and any(one.state == "routing" for one in notices):
            return Reply(json.dumps({"customerData": {"assignedToEmployeeNumber": route}}))
        return super().reply(notices, route)


class Ringostat(Adapter):
    """Ringostat: no signature, a secret in the address, fields as the customer named them."""

    def notices(self, message: Message) -> Sequence[Notice]:
        """Read one notice of a call that is over."""
        return _some(ringostat.read(message.fields, self.account.names))


class Twilio(Adapter):
    """Twilio and who imitates it: signed over the whole address and every field."""

    signs = True

    def is_genuine(self, message: Message, now: float) -> bool:
        """Check the signature."""
        signature = message.headers.get("x-twilio-signature", "")
        secrets = self.account.secrets
        known = [twilio.is_genuine(url, message.multi, signature, secrets) for url in message.urls]
        return any(known)

    def notices(self, message: Message) -> Sequence[Notice]:
        """Read one notice."""
        return _some(twilio.read(message.fields))

    def reply(self, notices: Sequence[Notice], route: str | None = None) -> Reply:
        """Answer with an empty list of orders, which is what Twilio understands."""
        return Reply("<Response></Response>", "text/xml")


ADAPTERS: dict[str, type[Adapter]] = {
    "asterisk": Asterisk,
    "zadarma": Zadarma,
    "binotel": Binotel,
    "ringostat": Ringostat,
    "twilio": Twilio,
    "generic": Generic,
}
