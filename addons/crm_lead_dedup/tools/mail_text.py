# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finds in a mail what its sender wrote now: the new part and the signature.

All functions take the body as plain text or HTML and are total.
"""

import re
from collections.abc import Sequence

from . import mail_markers as markers
from .mail_html import html_to_text, is_html
from .mail_lines import attribution_size, header_size, is_quoted, lines_of, next_written
from .text import clean_text

MAX_TEXT = 20_000
_DELIMITER = re.compile(r"\s{0,3}(?:--|—|__)\s*\Z")
_MAX_SIGNATURE_LINES = 15
_CONTACT = re.compile(r"@|(?:\d[\s().-]{0,3}){7}")


def new_part(body: str) -> str:
    r"""Return what the sender wrote now, without quotations of earlier mails.

    Answers written between quoted lines stay; a forwarded original is a quotation here (see
    ``mail_forward``). The signature stays.

    >>> new_part("Yes.\n\nOn Fri, Nov 22, 2024 at 10:30 AM Ann <a@b.hu>\nwrote:\n> Shall we?\n")
    'Yes.'
    >>> new_part("> Price?\n10\n> Term?\n2 weeks")
    '10\n2 weeks'
    >>> new_part("Так\n\nВід: Ann\nНадіслано: вчора\nКому: Bob\nТема: Re\n\nСтаре")
    'Так'
    >>> new_part('<p>Igen</p><blockquote type="cite">Jó?</blockquote>')
    'Igen'
    """
    text = html_to_text(body, quotes=False) if is_html(body) else body
    kept = _without_quotes(lines_of(text))
    return clean_text("\n".join(kept), MAX_TEXT, multiline=True)


def signature(text: str) -> str:
    r"""Return the signature of the new part, "" without one.

    That is what follows the delimiter ``--``, or begins with closing words, or the last paragraph
    when it holds a phone number or an address.

    >>> signature("Hello\n-- \nIvan\n+380 50 123 45 67")
    'Ivan\n+380 50 123 45 67'
    >>> signature("Добрий день\nЧекаю\nЗ повагою, Іван\n050 123 45 67")
    'З повагою, Іван\n050 123 45 67'
    >>> signature("Hello\n\nAnn Lee\nann@a.hu"), signature("Hello")
    ('Ann Lee\nann@a.hu', '')
    """
    lines = new_part(text).split("\n")
    start = _delimited(lines)
    if start is None:
        start = _closed(lines)
    if start is None:
        start = _last_paragraph(lines)
    return "" if start is None else "\n".join(lines[start:]).strip()


def _without_quotes(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        size = attribution_size(lines, index)
        if size:
            after = next_written(lines, index + size)
            if after is None or not is_quoted(lines[after]):
                break
            # Only the quoted lines below belong to the quotation, answers may follow.
            index += size
            continue
        if markers.ORIGINAL.match(line) or markers.FORWARD.match(line) or header_size(lines, index):
            break
        if not is_quoted(line) and not markers.MOBILE.match(line):
            kept.append(line)
        index += 1
    return _without_rules(kept) if index < len(lines) else kept


def _without_rules(lines: list[str]) -> list[str]:
    """Take the line away that Outlook draws above the old message."""
    while lines and (not lines[-1].strip() or markers.RULE.match(lines[-1])):
        lines.pop()
    return lines


def _delimited(lines: Sequence[str]) -> int | None:
    for index in range(len(lines) - 1, -1, -1):
        if _DELIMITER.match(lines[index]) and index < len(lines) - 1:
            return index + 1
    return None


def _closed(lines: Sequence[str]) -> int | None:
    first = max(0, len(lines) - _MAX_SIGNATURE_LINES)
    for index in range(first, len(lines)):
        line = lines[index][: markers.MAX_LINE]
        # Closing words begin a sentence, too; a signature's first line is short.
        if len(line) < 90 and (markers.CLOSING.match(line) or markers.CLOSING_CJK.match(line)):
            return index
    return None


def _last_paragraph(lines: Sequence[str]) -> int | None:
    start = len(lines)
    while start > 0 and lines[start - 1].strip() and len(lines[start - 1]) < 90:
        start -= 1
    paragraph = lines[start:]
    short = 0 < len(paragraph) <= _MAX_SIGNATURE_LINES
    return start if short and _CONTACT.search("\n".join(paragraph)) else None
