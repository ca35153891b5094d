# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Recognises mails that no person wrote to us."""

from collections.abc import Collection, Mapping

from . import mail_markers as markers
from .emails import email_key, normalize_email

_BOUNCERS = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "bounce", "bounces"})
_AUTO_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-vacation")
_LIST_HEADERS = ("list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list")


def is_automatic(headers: Mapping[str, str], sender: str, own: Collection[str] = ()) -> str | None:
    """Return why a mail makes no request, None when a person wrote it.

    :param headers: names in any case; the values as they came.
    :param sender: the address of the From header.
    :param own: our own aliases and mailboxes.

    The reasons: ``own`` (one of our addresses), ``bounce``, ``auto-reply``, ``list`` (also bulk
    and newsletters), ``auto-generated`` (a machine's notice).

    >>> is_automatic({"Auto-Submitted": "auto-replied"}, "a@b.hu"), is_automatic({}, "a@b.hu")
    ('auto-reply', None)
    >>> is_automatic({"Return-Path": "<>"}, "a@b.hu"), is_automatic({"List-Id": "<x>"}, "a@b.hu")
    ('bounce', 'list')
    >>> is_automatic({"Return-Path": ""}, "a@b.hu")
    >>> is_automatic({}, "Sales <Sales@own.hu>", {"sales@own.hu"})
    'own'
    """
    lowered = {str(key).strip().lower(): str(value).strip() for key, value in headers.items()}
    address = normalize_email(sender)
    if address and email_key(address) in {email_key(one) for one in own}:
        return "own"
    if _is_bounce(lowered, sender, address):
        return "bounce"
    submitted = lowered.get("auto-submitted", "").lower()
    if _is_auto_reply(lowered, submitted):
        return "auto-reply"
    bulk = lowered.get("precedence", "").lower() in ("bulk", "list", "junk")
    if bulk or any(lowered.get(name) for name in _LIST_HEADERS):
        return "list"
    return "auto-generated" if submitted.startswith("auto-") else None


def _is_bounce(headers: Mapping[str, str], sender: str, address: str | None) -> bool:
    local = (address or sender).strip(" <>\"'").casefold().partition("@")[0]
    # The null sender; a header without any value is only a mail program's carelessness.
    empty = headers.get("return-path", "") in ("<>", "< >")
    report = headers.get("content-type", "").lower().startswith("multipart/report")
    disposition = "disposition-notification" in headers.get("content-type", "").lower()
    return (
        local in _BOUNCERS
        or (report and not disposition)
        or bool(headers.get("x-failed-recipients"))
        or bool(markers.BOUNCE_SUBJECT.match(headers.get("subject", "")[:200]))
        or (empty and not _is_auto_reply(headers, headers.get("auto-submitted", "").lower()))
    )


def _is_auto_reply(headers: Mapping[str, str], submitted: str) -> bool:
    named = any(headers.get(name, "no").lower() not in ("no", "") for name in _AUTO_HEADERS)
    precedence = headers.get("precedence", "").lower() in ("auto_reply", "auto-reply")
    receipt = "disposition-notification" in headers.get("content-type", "").lower()
    subject = markers.AUTO_SUBJECT.match(headers.get("subject", "")[:200]) is not None
    return submitted.startswith("auto-replied") or named or precedence or receipt or subject
