# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether an incoming letter may be answered automatically, after RFC 3834.

Robots are never answered: what says that it is automatic, is from a list, cannot be answered, comes
from an address of ours, or answers an automatic answer of ours. Whoever else writes gets one a day.
"""

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, tzinfo
from email.utils import parseaddr
from typing import Literal

Reason = Literal["automatic", "list", "bounce", "robot", "own", "answer", "no_sender"]

# Stands in the message id of an automatic answer, before the @.
MARK = "-automatic-answer"

# Headers of a letter that nobody wrote, so that no robot answers it.
LETTER_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
# Reasons that no person wrote a letter; to an automatic answer a person may reply.
ROBOTS: frozenset[Reason] = frozenset({"automatic", "list", "bounce", "robot"})

# Headers whose presence alone speaks.
_LIST = frozenset(
    "list-id list-unsubscribe list-post list-help list-subscribe list-owner list-archive"
    " mailing-list x-mailing-list x-campaign-id x-mailchimp-campaign".split()
)
_AUTOMATIC = frozenset("x-autoreply x-autorespond x-autoresponder x-auto-reply-from".split())
_BOUNCE = frozenset("x-failed-recipients".split())
# Precedence was never a standard, but robots use it.
_PRECEDENCE: dict[str, Reason] = {"bulk": "list", "list": "list", "junk": "list"}
_PRECEDENCE |= {"auto_reply": "automatic"}
# The words that ask for no answer; others speak of receipts.
_SUPPRESS = frozenset({"all", "oof", "autoreply"})
_ROBOT = re.compile(
    r"(mailer-?daemon|postmaster|no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|bounces?|listserv"
    r"|majordomo|notifications?|autoreply)([-+._=].*)?\Z"
    r"|owner-.*|.*-(request|owner|bounces?|noreply|no-reply)\Z",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"(mailer-?daemon|postmaster|bounces?)([-+._=].*)?\Z", re.IGNORECASE)


def normal_address(text: str) -> str:
    """Return the address of a header in lower case, "" when there is none.

    >>> normal_address("Ann <Ann@Example.com>"), normal_address("nobody"), normal_address("<>")
    ('ann@example.com', '', '')
    """
    address = parseaddr(text)[1].strip().lower()
    local, at, domain = address.rpartition("@")
    return address if local and at and domain else ""


def day_key(address: str, moment: datetime, zone: tzinfo) -> str:
    """Return what may be answered once: an address on a day of the company's zone.

    :param address: as ``normal_address`` returns it; a tag behind a plus sign is left out.
    :param moment: UTC, without a zone.

    >>> from zoneinfo import ZoneInfo
    >>> day_key("ann+shop@example.com", datetime(2026, 1, 5, 23, 30), ZoneInfo("Europe/Berlin"))
    'ann@example.com 2026-01-06'
    """
    return f"{untagged(address)} {moment.replace(tzinfo=UTC).astimezone(zone).date()}"


def refusal(headers: Iterable[tuple[str, str]], own: Collection[str] = ()) -> Reason | None:
    """Return why a letter is not to be answered automatically, None when it may be.

    :param headers: (name, value) of all of them, as they came.
    :param own: our aliases and addresses, in lower case.

    >>> person = [("From", "Ann <ann@example.com>"), ("Return-Path", "<ann@example.com>")]
    >>> refusal(person), refusal([*person, ("Auto-Submitted", "no")])
    (None, None)
    >>> refusal([*person, ("auto-submitted", "auto-replied")]), refusal([*person, ("List-Id", "x")])
    ('automatic', 'list')
    >>> refusal([("From", "ann@example.com"), ("Return-Path", "<>")])
    'bounce'
    >>> refusal(person, {"ann@example.com"}), refusal([("From", "no-reply@example.com")])
    ('own', 'robot')
    """
    found: dict[str, list[str]] = {}
    for name, value in headers:
        found.setdefault(name.strip().lower(), []).append(value.strip())
    return _declared(found) or _by_addresses(found, {untagged(one) for one in own})


def answer_headers(message_id: str) -> dict[str, str]:
    """Return the headers by which an answer is known as automatic.

    :param message_id: of the letter that is answered.

    >>> answer_headers("<1@example.com>")["Auto-Submitted"]
    'auto-replied'
    """
    return {
        **LETTER_HEADERS,
        "Auto-Submitted": "auto-replied",
        "Precedence": "auto_reply",
        "In-Reply-To": message_id,
        "References": message_id,
    }


def _declared(headers: dict[str, list[str]]) -> Reason | None:
    """Return what the letter says of itself."""
    if _is_bounce(headers):
        return "bounce"
    if any(_word(value) != "no" for value in headers.get("auto-submitted", ())):
        return "automatic"
    suppressed = ",".join(headers.get("x-auto-response-suppress", ())).lower().split(",")
    if headers.keys() & _AUTOMATIC or _SUPPRESS & {word.strip() for word in suppressed}:
        return "automatic"
    for value in headers.get("precedence", ()):
        if reason := _PRECEDENCE.get(_word(value)):
            return reason
    if headers.keys() & _LIST:
        return "list"
    thread = (*headers.get("in-reply-to", ()), *headers.get("references", ()))
    return "answer" if any(f"{MARK}@" in value for value in thread) else None


def _is_bounce(headers: dict[str, list[str]]) -> bool:
    """Whether it reports what became of a letter, or cannot be answered."""
    return (
        any(value in ("", "<>") for value in headers.get("return-path", ()))
        or bool(headers.keys() & _BOUNCE)
        or any(_word(value) == "multipart/report" for value in headers.get("content-type", ()))
    )


def _by_addresses(headers: dict[str, list[str]], own: Collection[str]) -> Reason | None:
    """Return what the addresses say, that of the envelope included."""
    senders = {normal_address(value) for value in headers.get("from", ())} - {""}
    if not senders:
        return "no_sender"
    fields = ("return-path", "sender", "reply-to")
    others = {normal_address(value) for field in fields for value in headers.get(field, ())} - {""}
    if any(untagged(address) in own for address in senders | others):
        return "own"
    locals_ = {address.rpartition("@")[0] for address in senders | others}
    if any(_DAEMON.match(local) for local in locals_):
        return "bounce"
    return "robot" if any(_ROBOT.match(local) for local in locals_) else None


def untagged(address: str) -> str:
    """Return the mailbox of an address: without the tag behind a plus sign.

    >>> untagged("ann+shop@example.com")
    'ann@example.com'
    """
    local, at, domain = address.rpartition("@")
    return local.split("+", 1)[0] + at + domain


def _word(value: str) -> str:
    """Return the first word of a header: its value without comments and parameters."""
    return re.split(r"[\s;(]", value.strip().lower(), maxsplit=1)[0]
