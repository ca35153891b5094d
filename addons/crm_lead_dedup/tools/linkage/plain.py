# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Text to compare: bounded, in its compatibility form, nothing invisible."""

import unicodedata

from ..text import clean_text


def plain(text: str, limit: int) -> str:
    """Return the head of a text in its compatibility form; quick for what people write.

    >>> plain("Ａｎｎ\u200b Lee", 20), plain("abc", 2)
    ('Ann Lee', 'ab')
    """
    text = text[:limit]
    if text.isascii():
        return text
    if not text.isprintable():
        text = clean_text(text, limit)
    return unicodedata.normalize("NFKC", text)
