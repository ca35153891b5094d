# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names of people as comparable words."""

import re
from functools import lru_cache

from ..legal_forms import CJK_TITLES, STAND_INS, TITLES
from .given_names import CANONICAL, fold_given
from .plain import plain

MAX_WORDS = 4
_LENGTH = 160
_QUOTES = re.compile(r"['’ʼ`´ʹ\"«»“”„]")
_SPLIT = re.compile(r"[^\w]+|_+")
_SMALL = "a-zà-öø-ÿőűа-яёіїєґ"
_CAMEL = re.compile(rf"([{_SMALL}]{{3}})([A-ZÀ-ÖØ-ÞŐŰА-ЯЁІЇЄҐ][{_SMALL}])")
_CJK = re.compile(r"[\u3400-\u9fff]")
# Names in brackets are a remark: "Ann Lee (old)".
_REMARK = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_PATRONYMICS = tuple("ovic evic ivic ilic mic ovna evna ivna icna ogli kizi".split())
_PARTICLES = frozenset("de del della di da dos van von der den la le el al bin ibn ter".split())
_COMPOUND = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 东方 東方 皇甫 尉迟 公孙 公孫".split()
)


@lru_cache(maxsize=4096)
def person_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a person's name, in the order they are written.

    >>> person_words("Петренко Оля Іванівна"), person_words("Mr. W. Smith")
    (('petrenko', 'olia'), ('v', 'smit'))
    """
    text = uncamel(plain(name, _LENGTH)).casefold()
    text = _QUOTES.sub("", _REMARK.sub(" ", text))
    raw = [word for word in _SPLIT.split(text) if word]
    kept = [word for word in raw if word not in TITLES and word not in STAND_INS] or []
    words: list[str] = []
    for word in kept:
        words.extend(_chinese(word) if _CJK.search(word) else (_fold(word),))
    words = [word for word in words if word and not word.isdigit()]
    if len(words) > 2:
        words = _without_patronymic(words)
    if len(words) > 2:
        words = [word for word in words if word not in _PARTICLES] or words
    return tuple(words)


def glued(one: str, other: str) -> str:
    """Write two words together; a given name may come out of it.

    >>> glued("iak", "ob") == canonical(person_words("Jacob"))[0]
    True
    """
    return CANONICAL.get(one + other, one + other)


def uncamel(text: str) -> str:
    """Put a blank where words were written together: a capital behind three small letters.

    >>> uncamel("ГончаренкоОлена"), uncamel("McDonald")
    ('Гончаренко Олена', 'McDonald')
    """
    return text if text.islower() else _CAMEL.sub(r"\1 \2", text)


def _fold(word: str) -> str:
    """Fold a word; of an initial only its first letter (Я is two in Latin)."""
    return fold_given(word) if len(word) > 1 else fold_given(word)[:1]


def is_chinese(name: str) -> bool:
    """Tell whether a name is written in Chinese characters.

    >>> is_chinese("王小明"), is_chinese("Wang")
    (True, False)
    """
    return not name.isascii() and _CJK.search(name) is not None


def canonical(words: tuple[str, ...]) -> tuple[str, ...]:
    """Put the given name for its short and tender forms.

    >>> canonical(("petrenko", "olia"))
    ('petrenko', 'olga')
    """
    return tuple(CANONICAL.get(word, word) for word in words)


def _without_patronymic(words: list[str]) -> list[str]:
    """Drop the one word behind another that is made of a father's name."""
    for index, word in enumerate(words):
        if index and len(word) > 5 and word.endswith(_PATRONYMICS):
            return words[:index] + words[index + 1 :]
    return words


def _chinese(word: str) -> tuple[str, ...]:
    """Cut a Chinese name into family name and given name."""
    for title in CJK_TITLES:
        word = word.removesuffix(title)
    size = 2 if word[:2] in _COMPOUND and len(word) > 2 else 1
    return tuple(fold_given(part) for part in (word[:size], word[size:]) if part)
