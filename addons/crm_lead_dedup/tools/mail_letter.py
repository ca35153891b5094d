# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads a mail as a letter: who wrote it, what is new in it, and its signature.

The sender of a mail is not always its author: a colleague forwards what a customer wrote.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import parseaddr

from .emails import normalize_email
from .mail_forward import forwarded_chain, forwarded_part
from .mail_text import new_part, signature
from .text import clean_text

_MAX_DEPTH = 10
_MAX_NAME = 120


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody wrote to us.

    :param name: of the author, "" when unknown.
    :param address: the author's normalised address, "" when unknown.
    :param text: the new part with its signature, without any quotation.
    :param signature: the part of ``text`` that says how to reach the author.
    """

    name: str = ""
    address: str = ""
    text: str = ""
    signature: str = ""


def read_letter(message: Message, is_colleague: Callable[[str], bool], body: str = "") -> Letter:
    r"""Return the letter in a mail; of a mail that a colleague forwards, the original's.

    A colleague who writes on his own is nobody's identity: no name, no address, no signature.

    :param is_colleague: tells whether a normalised address belongs to one of us.
    :param body: to read when the mail's own parts cannot be read.

    >>> mail = EmailMessage()
    >>> mail["From"], mail["Subject"] = "Ann Lee <Ann@a.hu>", "Price"
    >>> mail.set_content("How much?\n-- \nAnn\n+36 30 123 4567\n> old +36 30 765 4321")
    >>> letter = read_letter(mail, {"bob@own.hu"}.__contains__)
    >>> letter.name, letter.address, letter.signature
    ('Ann Lee', 'ann@a.hu', 'Ann\n+36 30 123 4567')
    >>> "765" in letter.text
    False
    >>> mail = EmailMessage()
    >>> mail["From"], mail["Subject"] = "Bob <bob@own.hu>", "FW: Price"
    >>> mail.set_content("For you. Bob\n\n---------- Forwarded message ---------\n"
    ...                  "From: Ann Lee <ann@a.hu>\nSubject: Price\n\nHow much?")
    >>> letter = read_letter(mail, {"bob@own.hu"}.__contains__)
    >>> letter.name, letter.address, letter.text
    ('Ann Lee', 'ann@a.hu', 'How much?')
    """
    return _read(message, is_colleague, body, _MAX_DEPTH)


def _read(message: Message, is_colleague: Callable[[str], bool], body: str, depth: int) -> Letter:
    sender = _header(message, "From")
    address = normalize_email(sender) or ""
    body = read_body(message) or body
    if not is_colleague(address):
        return _letter(_name(parseaddr(sender)[0], address), address, new_part(body))
    original = attached_mail(message)
    if original is not None and depth:
        return _read(original, is_colleague, "", depth - 1)
    subject = _header(message, "Subject")
    strangers = [one for one in forwarded_chain(body, subject) if not is_colleague(one[1])]
    if strangers:
        name, address = strangers[-1]
        return _letter(_name(name or "", address), address, forwarded_part(body, subject))
    written = new_part(body)
    own = signature(written)
    return Letter(text=written.removesuffix(own).rstrip() if own else written)


def _letter(name: str, address: str, text: str) -> Letter:
    return Letter(name, address, text, signature(text))


def _name(name: str, address: str) -> str:
    """Return a display name unless it only repeats the address."""
    cleaned = clean_text(name, _MAX_NAME).strip(" '\"")
    return "" if "@" in cleaned or cleaned.casefold() == address else cleaned


def _header(message: Message, name: str) -> str:
    """Return a decoded header as text; broken headers are read as empty."""
    try:
        return str(message.get(name) or "")
    except (LookupError, ValueError, MessageError):
        return ""


def read_body(message: Message) -> str:
    r"""Return the text that a mail program shows, as HTML where there is any, else as plain text.

    Several parts (Apple Mail puts the signature behind a picture) are put together.

    >>> mail = EmailMessage()
    >>> mail.set_content("plain")
    >>> mail.add_alternative("<p>rich</p>", subtype="html")
    >>> mail.add_attachment("not me", filename="a.txt")
    >>> read_body(mail).strip()
    '<p>rich</p>'
    """
    parts = _texts(message, _MAX_DEPTH)
    if not any(is_html for is_html, _text in parts):
        return "\n".join(text for _html, text in parts)
    return "<br>".join(
        text if is_html else html.escape(text).replace("\n", "<br>") for is_html, text in parts
    )


def attached_mail(message: Message) -> EmailMessage | None:
    """Return the first mail that is attached to a mail as a whole.

    >>> inner, outer = EmailMessage(), EmailMessage()
    >>> inner["From"] = "ann@a.hu"
    >>> outer.set_content("see below")
    >>> outer.add_attachment(inner)
    >>> attached_mail(outer)["From"], attached_mail(inner)
    ('ann@a.hu', None)
    """
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            inner = inner[0] if isinstance(inner, list) and inner else None
            return inner if isinstance(inner, EmailMessage) else None
    return None


def _texts(part: Message, depth: int) -> list[tuple[bool, str]]:
    """Collect ``(is it HTML, text)`` of the shown parts, one of each alternative."""
    kind = part.get_content_type()
    if not depth or part.get_content_disposition() == "attachment" or part.get_filename():
        return []
    if part.is_multipart() and not kind.startswith("message/"):
        payload = part.get_payload()
        children = [child for child in payload if isinstance(child, Message)]
        found = [_texts(child, depth - 1) for child in children]
        if kind != "multipart/alternative":
            return [text for texts in found for text in texts]
        shown = [texts for texts in found if any(text.strip() for _html, text in texts)]
        return next((texts for texts in reversed(shown) if texts[0][0]), (shown or [[]])[0])
    if kind not in ("text/plain", "text/html"):
        return []
    return [(kind == "text/html", _content(part))]


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return payload.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return payload.decode("latin-1")
