# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names of people as comparable words."""

import re
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

from ..legal_forms import CJK_TITLES, STAND_INS, TITLES
from .coding import MISSING, code
from .given_names import CANONICAL, fold_given
from .plain import plain, split_words
from .tokens import EXACT, FATHER, PARTICLE, SILENT, Telling, Token, telling, token

MAX_WORDS = 4
# Words of a name that may be written together, and where their codes begin.
GLUED = ((0, 1), (1, 0), (1, 2))
GLUE = MAX_WORDS * 2
EXTRAS = len(GLUED) + 1
# Where the code of Chinese characters is, and the first letter of the father's name.
SIGNS = GLUE + EXTRAS
FATHERS = SIGNS + 1
WIDTH = FATHERS + 1
_PACK = Struct(f"<{WIDTH}i").pack
_LENGTH = 160
_QUOTES = re.compile(r"['’ʼ`´ʹ\"«»“”„]")
_SMALL = "a-zà-öø-ÿőűа-яёіїєґ"
_CAMEL = re.compile(rf"([{_SMALL}]{{3}})([A-ZÀ-ÖØ-ÞŐŰА-ЯЁІЇЄҐ][{_SMALL}])")
_CJK = re.compile(r"[\u3400-\u9fff]")
# Names in brackets are a remark: "Ann Lee (old)".
_REMARK = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
# What one name begins with in two languages: Николай and Микола, Алексей and Олексій.
_ONE_LETTER = {"n": "m", "o": "a", "e": "a", "f": "p"}
_COMPOUND = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 东方 東方 皇甫 尉迟 公孙 公孫".split()
)


class Person(NamedTuple):
    """The name of a person: what is stored of it, its folded words, what goes into keys."""

    packed: bytes
    text: str
    words: tuple[str, ...]
    telling: Telling


@lru_cache(maxsize=8192)
def person(name: str) -> Person:
    """Read the name of a person.

    >>> person("Петренко Оля Іванівна").text, person("Mr. W. Smith").words, person("").words
    ('petrenko olga', ('v', 'smit'), ())
    """
    tokens, father = name_tokens(name)
    return person_of(tokens, father, signs(name))


def person_of(tokens: list[Token], father: int, written: str) -> Person:
    """Work out the numbers of a name of these words.

    :param father: the first letter of the father's name, see ``name_tokens``.
    :param written: the characters it was written in, which are no letters to be mistyped.
    """
    if not tokens:
        return NAMELESS
    shown = tokens[:MAX_WORDS]
    fill = [MISSING] * (MAX_WORDS - len(shown))
    codes = [each.code for each in shown]
    marks = [each.mark for each in shown]
    if written:
        marks = [mark | EXACT if mark > 0 else mark for mark in marks]
    words = tuple([each.word for each in tokens])
    packed = _PACK(*codes, *fill, *marks, *fill, *_glued(words[:MAX_WORDS]), code(written), father)
    return Person(packed, " ".join([each.name for each in shown]), words, telling(tokens))


def _glued(words: tuple[str, ...]) -> list[int]:
    """Return the codes of the words of ``GLUED`` written together, and of all of them."""
    if len(words) < 2:
        return [MISSING] * EXTRAS
    whole = "".join(words)
    last = code(whole)
    if len(words) == 2 and whole not in CANONICAL:
        return [last, code(glued(words[1], words[0])), MISSING, last]
    codes = [code(glued(words[i], words[j])) for i, j in GLUED[: len(words)]]
    return [*codes, *[MISSING] * (len(GLUED) - len(codes)), last]


def name_tokens(name: str) -> tuple[list[Token], int]:
    """Return the words of a person's name, and the letter that the father's begins with, or 0.

    >>> [each.name for each in name_tokens("Петренко Оля Іванівна")[0]]
    ['petrenko', 'olga']
    >>> name_tokens("Ольга Миколаївна Пак")[1] == name_tokens("Olga Nikolaevna Pak")[1]
    True
    """
    text = plain(name, _LENGTH)
    if not text.istitle():
        text = uncamel(text)
    text = text.casefold()
    # Two of the signs used as apostrophes count as letters.
    if not text.replace(" ", "").isalnum() or "ʼ" in text or "ʹ" in text:
        text = _QUOTES.sub("", _REMARK.sub(" ", text))
    tokens = [each for word in split_words(text) for each in _tokens(word)]
    father = 0
    for index in range(1, len(tokens)):
        # One father has one name: the first word behind another goes.
        if len(tokens) > 2 and tokens[index].kind == FATHER:
            letter = tokens.pop(index).word[0]
            father = ord(_ONE_LETTER.get(letter, letter))
            break
    if len(tokens) > 2:
        tokens = [each for each in tokens if each.kind != PARTICLE] or tokens
    return tokens, father


@lru_cache(maxsize=32768)
def _tokens(word: str) -> tuple[Token, ...]:
    """Fold a word; nothing for a title, a number and what stands for a name."""
    if word in TITLES or word in STAND_INS:
        return ()
    if not word.isascii() and _CJK.search(word):
        folded = _chinese(word)
    else:
        # Of an initial only its first letter (Я is two in Latin).
        folded = (fold_given(word) if len(word) > 1 else fold_given(word)[:1],)
    return tuple([token(part) for part in folded if part and not part.isdigit()])


def glued(one: str, other: str) -> str:
    """Write two words together; a given name may come out of it.

    >>> glued("iak", "ob") == person("Jacob").text
    True
    """
    return CANONICAL.get(one + other, one + other)


def uncamel(text: str) -> str:
    """Put a blank where words were written together: a capital behind three small letters.

    >>> uncamel("ГончаренкоОлена"), uncamel("McDonald")
    ('Гончаренко Олена', 'McDonald')
    """
    return text if text.islower() else _CAMEL.sub(r"\1 \2", text)


def is_chinese(text: str) -> bool:
    """Tell whether a text is written in Chinese characters.

    >>> is_chinese("王小明"), is_chinese("Wang")
    (True, False)
    """
    return not text.isascii() and _CJK.search(text) is not None


def signs(name: str) -> str:
    """Return the Chinese characters of a name, without titles.

    >>> signs("王小明先生"), signs("Wang")
    ('王小明', '')
    """
    if name.isascii():
        return ""
    found = "".join(_CJK.findall(name[:_LENGTH]))
    for title in CJK_TITLES if found else ():
        found = found.removesuffix(title)
    return found


def _chinese(word: str) -> tuple[str, ...]:
    """Cut a Chinese name into family name and given name."""
    for title in CJK_TITLES:
        word = word.removesuffix(title)
    size = 2 if word[:2] in _COMPOUND and len(word) > 2 else 1
    return tuple(fold_given(part) for part in (word[:size], word[size:]) if part)


NAMELESS = Person(_PACK(*[MISSING] * WIDTH), "", (), SILENT)
