# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Text to compare: bounded, in its compatibility form, nothing invisible."""

import re
import unicodedata

from ..text import clean_text

_SPLIT = re.compile(r"[^\w]+|_+")


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


def split_words(text: str) -> list[str]:
    """Return the words of a text: letters and digits together, without signs.

    >>> split_words("Ann Lee"), split_words("O_K, (12) д'Арк")
    (['Ann', 'Lee'], ['O', 'K', '12', 'д', 'Арк'])
    """
    if text.replace(" ", "").isalnum():
        return text.split()
    return [word for word in _SPLIT.split(text) if word]
