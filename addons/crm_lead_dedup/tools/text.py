# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Makes any string safe to store, to compare and to show.

What comes from outside may hold NUL bytes (refused by the database), lone surrogates (cannot be
encoded), bidirectional overrides (make a name look like another one) and thousands of combining
marks on one letter. ``clean_text`` takes all of that away and leaves the words.
"""

import re
import unicodedata

# Left-to-right marks, embeddings, overrides, isolates; zero-width space, joiner, byte-order mark.
_INVISIBLE = (
    "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_LINE_ENDS = {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
_TABLE: dict[int, str | None] = {
    # C0 and C1 controls go, but line ends and tabs stay until the whitespace is folded.
    **{code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t\x85"},
    **{ord(char): None for char in _INVISIBLE},
    **dict.fromkeys(range(55296, 57344)),
    **{plane * 0x10000 + 0xFFFE: None for plane in range(17)},
    **{plane * 0x10000 + 0xFFFF: None for plane in range(17)},
    **{ord(char): end for char, end in _LINE_ENDS.items()},
}
_BLANKS = re.compile(r"[^\S\n]+")
_MANY_LINES = re.compile(r"\n{3,}")
_MAX_MARKS = 8


def clean_text(value: str, limit: int = 255, *, multiline: bool = False) -> str:
    r"""Return the text without what is dangerous or invisible, in NFC, trimmed and cut.

    :param limit: the most characters to return.
    :param multiline: keep line ends (as ``\n``); otherwise any whitespace is one space.

    >>> clean_text("  Ivan\x00 \ud800Petrov\u202e \n Kyiv ")
    'Ivan Petrov Kyiv'
    >>> clean_text("one\r\ntwo   three", multiline=True)
    'one\ntwo three'
    >>> clean_text("abcdef", 3), clean_text("e\u0301") == "\xe9"
    ('abc', True)
    """
    # A bounded head is enough: cutting first keeps a megabyte field cheap.
    text = value[: limit * 4 + 64].replace("\r\n", "\n").translate(_TABLE)
    if not text.isascii():
        text = unicodedata.normalize("NFC", limit_marks(text))
    if multiline:
        text = "\n".join(line.strip() for line in _BLANKS.sub(" ", text).split("\n"))
        text = _MANY_LINES.sub("\n\n", text)
    else:
        text = " ".join(text.split())
    return text.strip()[:limit].rstrip()


def limit_marks(text: str) -> str:
    """Return the text with at most eight combining marks in a row.

    Canonical ordering of marks is quadratic in their number, so this goes before normalising.

    >>> len(limit_marks("a" + "\u0301" * 1000))
    9
    """
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def compatible(text: str) -> str:
    """Return the compatibility form: full-width digits, letters and signs become ordinary ones.

    >>> compatible("＋３８０ ５０")
    '+380 50'
    """
    return text if text.isascii() else unicodedata.normalize("NFKC", limit_marks(text))
