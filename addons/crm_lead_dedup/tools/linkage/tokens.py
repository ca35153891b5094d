# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Words of names with the numbers that stand for them, worked out once a word."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from .coding import MISSING, code
from .given_names import CANONICAL, is_given

# Mark of a word that is no misspelling of another marked one, and of one that is of none at all.
KNOWN, EXACT = 1 << 20, 1 << 21
_LETTERS = 0x3FFFFFFF
# What is no name of one's own: made of a father's name, or between names.
FATHER, PARTICLE = 1, 2
_PATRONYMICS = tuple("ovic evic ivic ilic mic ovna evna ivna icna ogli kizi".split())
_PARTICLES = frozenset("de del della di da dos van von der den la le el al bin ibn ter".split())


class Token(NamedTuple):
    """A folded word.

    :param name: the given name for its short and tender forms, otherwise the word.
    :param code: code of ``name``.
    :param mark: its first letter; negative for an initial, marked when it is a given name.
    :param head: code of the first three letters.
    :param letters: the same for the same letters in any order; adds up over words.
    :param rank: low for what tells most: a surname before a given name, long before short.
    :param kind: FATHER, PARTICLE, or 0 for what may be a name.
    """

    word: str
    name: str
    code: int
    mark: int
    head: int
    letters: int
    rank: int
    kind: int


class Telling(NamedTuple):
    """What of a name goes into blocking keys: of its two words that tell most, and of all.

    :param letters: 0 for a name of one word.
    """

    codes: tuple[int, ...]
    heads: tuple[int, ...]
    letters: int


SILENT = Telling((), (), MISSING)


@lru_cache(maxsize=32768)
def token(word: str) -> Token:
    """Return a folded word with its numbers.

    >>> token("olia").name, token("olia").code == code("olga"), token("v").mark == -ord("v")
    ('olga', True, True)
    >>> token("anna").letters == token("nana").letters
    True
    """
    name = CANONICAL.get(word, word)
    # "C." may stand for Charles and for Karl, as it is written.
    letter = ord("k" if word[0] == "c" else word[0])
    mark = letter | (KNOWN if is_given(word) else 0)
    letters = sum(_letter(char) for char in name) & _LETTERS
    rank = (1000 if name in CANONICAL else 0) - len(name)
    if len(word) == 1:
        mark = -letter
    kind = PARTICLE if word in _PARTICLES else 0
    if len(word) > 5 and word.endswith(_PATRONYMICS):
        kind = FATHER
    return Token(word, name, code(name), mark, code(name[:3]), letters, rank, kind)


@lru_cache(maxsize=1024)
def _letter(char: str) -> int:
    return code(char) & _LETTERS


def telling(tokens: Sequence[Token]) -> Telling:
    """Return what tells most of a name.

    >>> telling([token("olga"), token("petrenko")]).heads == (code("pet"), code("olg"))
    True
    """
    if len(tokens) < 2:
        return Telling((tokens[0].code,), (tokens[0].head,), MISSING) if tokens else SILENT
    one, other = tokens if len(tokens) == 2 else sorted(tokens, key=_rank)[:2]
    if one.rank > other.rank:
        one, other = other, one
    letters = sum([each.letters for each in tokens]) & _LETTERS
    return Telling((one.code, other.code), (one.head, other.head), letters or 1)


def _rank(each: Token) -> int:
    return each.rank
