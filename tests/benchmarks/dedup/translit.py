# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cyrillic in Latin letters, in the several ways people write it; other scripts as they come."""

import re
import unicodedata
from random import Random

from dedup.words_zh import READINGS

_COMMON = dict(zip("абвгдезиклмнопрстуфэ", "abvgdeziklmnoprstufe", strict=True))
_RU_PASSPORT = {
    "ё": "e", "ж": "zh", "й": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "ie", "ы": "y", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
_RU_PRESS = _RU_PASSPORT | {"ё": "yo", "й": "y", "щ": "sch", "ъ": "", "ю": "yu", "я": "ya"}
_RU_PHONE = _RU_PRESS | {"ё": "e", "х": "h", "ц": "c", "ж": "j", "щ": "sh", "ь": "'"}
_RU_LIBRARY = _RU_PASSPORT | {"ё": "jo", "й": "j", "х": "x", "ц": "c", "ю": "ju", "я": "ja"}
_UK_PASSPORT = {
    "г": "h", "ґ": "g", "є": "ie", "ж": "zh", "и": "y", "і": "i", "ї": "i", "й": "i", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia", "'": "", "’": "",
}  # fmt: skip
_UK_PRESS = _UK_PASSPORT | {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_UK_PHONE = _UK_PRESS | {"г": "g", "и": "i", "х": "h", "ц": "c", "щ": "sch"}
_UK_LIBRARY = _UK_PASSPORT | {"є": "je", "ї": "ji", "й": "j", "ю": "ju", "я": "ja", "х": "ch"}


def _table(letters: dict[str, str]) -> dict[int, str]:
    """The letters in both cases, ready for `str.translate`."""
    letters = _COMMON | letters
    small = {ord(letter): latin for letter, latin in letters.items()}
    return small | {ord(letter.upper()): latin.title() for letter, latin in letters.items()}


# The passport's way first: mail addresses and sites are made with it or with the press's.
_WAYS = {
    "ru": [_table(way) for way in (_RU_PASSPORT, _RU_PRESS, _RU_PHONE, _RU_LIBRARY)],
    "uk": [_table(way) for way in (_UK_PASSPORT, _UK_PRESS, _UK_PHONE, _UK_LIBRARY)],
}
_ODDS = ((0, 0.3), (1, 0.7), (2, 0.92), (3, 1.0))
_PLAIN = re.compile(r"[^a-z0-9]+")
_RUSSIFIED = str.maketrans({"і": "и", "ї": "и", "є": "е", "ґ": "г", "І": "И", "Ї": "И", "Є": "Е"})


def latin(text: str, code: str, rng: Random) -> str:
    """The text in Latin letters, in one of the ways in use."""
    ways = _WAYS.get(code)
    if ways:
        roll = rng.random()
        way = next(number for number, odds in _ODDS if roll < odds)
        return text.translate(ways[way])
    if code == "zh":
        return pinyin(text)
    return plain(text)


def pinyin(text: str) -> str:
    """Characters by their reading; the first letter of each word is a capital."""
    return "".join(READINGS.get(sign, sign) for sign in text).capitalize()


def plain(text: str) -> str:
    """Latin letters without their accents."""
    if text.isascii():
        return text
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )


def slug(text: str, code: str, rng: Random) -> str:
    """What stands of the text in a mail address or a site's name."""
    return _PLAIN.sub("", plain(latin(text, code, rng)).lower())


def russified(text: str) -> str:
    """A Ukrainian name as a Russian speaker types it."""
    return text.translate(_RUSSIFIED)
