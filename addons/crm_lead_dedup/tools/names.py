# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Compares names of people and companies across alphabets and spellings.

The folded form is for comparison only: it is Latin, lower case, without accents and doubles, and
spellings that transliteration tables disagree about fall together (Юрий, Юрій, Yuriy, Iurii).
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from .legal_forms import CJK_FORMS, CJK_TITLES, SHORT_FORMS, STAND_INS, TITLES, without_long_forms
from .text import clean_text, compatible

_MAX_LENGTH = 200
_APOSTROPHES = re.compile(r"['’ʼ`´ʹ\"«»“”„]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,6}")
_SEPARATORS = re.compile(r"[^\w-]+|_+")
_CJK = re.compile(r"[\u3400-\u9fff]")
_DOUBLES = re.compile(r"(.)\1+")
# Letters whose general transliteration is not the one people use in names.
_LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ie",
        "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
        "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f",
        "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "i", "ь": "",
        "э": "e", "ю": "iu", "я": "ia", "ј": "i", "љ": "l", "њ": "n", "џ": "dzh", "ђ": "dz",
        "č": "ch", "ć": "ch", "š": "sh", "ś": "sh", "ž": "zh", "ż": "zh", "ź": "zh",
    }
)  # fmt: skip
# In this order; each is a plain replacement, so the whole is linear. Most words have no "h".
_H_FOLDS = (
    ("shch", "#"), ("sch", "#"), ("sh", "#"), ("kh", "h"), ("zh", "z"), ("ch", "~"), ("ph", "f"),
    ("th", "t"), ("h", "g"),
)  # fmt: skip
_FOLDS = (
    ("tz", "ts"), ("ck", "k"), ("c", "k"), ("q", "k"), ("x", "ks"), ("w", "v"), ("y", "i"),
    ("j", "i"), ("iu", "u"), ("#", "s"), ("~", "c"),
)  # fmt: skip


def fold_name(name: str) -> str:
    """Return the form of a name to compare: folded words, sorted, without legal form and title.

    >>> {fold_name(n) for n in ("Юрий Щербаков", "SHCHERBAKOV, Yuriy", "Iurii Scherbakov")}
    {'serbakov uri'}
    >>> fold_name("ТОВ «Сонячний Дім»"), fold_name("Acme Kft."), fold_name("大眾有限公司")
    ('dim soniacni', 'akme', 'dazong')
    >>> fold_name("Горват Ганна") == fold_name("Hanna Horvat"), fold_name("-"), fold_name("Kft.")
    (True, '', 'kft')
    """
    return " ".join(sorted(_words(name)))


def same_name(one: str, other: str) -> bool:
    """Tell whether two names can be the same person's (or company's).

    True for the same words in any order; when one has all words of the other and at least two
    (a patronymic more or less, initials); and for a single given name that is among the other's
    words. Stand-ins such as "client" or "test" are nobody's name.

    >>> same_name("Ольга Петренко", "Petrenko Olha Ivanivna"), same_name("Ольга", "Olga Petrenko")
    (True, True)
    >>> same_name("О. Петренко", "Ольга Петренко"), same_name("王小明", "Wang Xiao-Ming")
    (True, True)
    >>> same_name("Олег Петренко", "Ольга Петренко"), same_name("", ""), same_name("Test", "Test")
    (False, False, False)
    """
    first, second = _words(one), _words(other)
    if not first or not second or _is_stand_in(one) or _is_stand_in(other):
        return False
    if sorted(first) == sorted(second) or _glued(first, second):
        return True
    small, big = sorted((first, second), key=len)
    if len(small) == 1:
        return len(small[0]) > 1 and small[0] in big
    return _covers(small, big)


@lru_cache(maxsize=8192)
def _words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name in the order they are written."""
    text = compatible(clean_text(name, _MAX_LENGTH)).casefold()
    text = _APOSTROPHES.sub("", _DOTTED.sub(_undotted, text))
    text = " ".join(_SEPARATORS.sub(" ", text).split())
    plain = text.replace("-", " ").split()
    kept = _without_forms(text).replace("-", " ").split()
    words = (fold_word(word) for word in kept or plain)
    return tuple(word for word in words if word)


def _undotted(match: re.Match[str]) -> str:
    """Write "О.О.О." without full stops, but leave the initials of a person apart."""
    joined = match[0].replace(".", "")
    return joined if joined in SHORT_FORMS else match[0].replace(".", " ")


def _without_forms(text: str) -> str:
    """Take legal forms and titles away."""
    padded = f" {text.replace('-', ' ')} " if "особа" in text or "лицо" in text else f" {text} "
    padded = f" {' '.join(without_long_forms(padded.split()))} "
    if _CJK.search(padded):
        for form in (*CJK_FORMS, *CJK_TITLES):
            padded = padded.replace(form, " ")
    drop = SHORT_FORMS | TITLES
    return " ".join(word for word in padded.split() if word not in drop)


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Fold one case-folded word into the canonical Latin form.

    >>> fold_word("щербаков"), fold_word("scherbakov")
    ('serbakov', 'serbakov')
    """
    text = word if word.isascii() else _latin(word)
    if not text.isalnum():
        text = "".join(char for char in text if char.isalnum())
    for old, new in (*_H_FOLDS, *_FOLDS) if "h" in text else _FOLDS:
        text = text.replace(old, new)
    text = _DOUBLES.sub(r"\1", text) if not text.isdigit() else text
    if text.startswith("ie"):
        text = text[1:]
    # Сергей, Сергій, Serhii, Sergey end in the same letter.
    return f"{text[:-2]}i" if len(text) > 3 and text.endswith("ei") else text


def _latin(word: str) -> str:
    word = word.translate(_LETTERS)
    return word if word.isascii() else anyascii(_unaccented(word)).casefold()


def _unaccented(word: str) -> str:
    if word.isascii():
        return word
    split = unicodedata.normalize("NFD", word)
    return "".join(char for char in split if not unicodedata.combining(char)).translate(_LETTERS)


def _glued(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Names written without spaces (Chinese), with a hyphen or glued together."""
    one, other = "".join(first), "".join(second)
    return one == other and len(one) > 5


def _covers(small: tuple[str, ...], big: tuple[str, ...]) -> bool:
    """Tell whether all words of the one are in the other, an initial standing for a word."""
    rest = list(big)
    for word in sorted(small, key=len, reverse=True):
        found = next((other for other in rest if _is_word(word, other)), None)
        if found is None:
            return False
        rest.remove(found)
    return True


def _is_word(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    return word == other or (len(shorter) == 1 and longer.startswith(shorter))


def _is_stand_in(name: str) -> bool:
    words = _SEPARATORS.sub(" ", clean_text(name, _MAX_LENGTH).casefold()).split()
    return bool(words) and all(word in STAND_INS or word.isdigit() for word in words)
