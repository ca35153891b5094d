# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Streets, cities and postcodes as comparable values."""

import re
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

from ..names import fold_word
from .coding import MISSING, PACK_ONE, code, word_code
from .people import is_chinese
from .plain import plain, split_words

STREET_WORDS = 6
STREET_WIDTH = STREET_WORDS + 1
_PACK = Struct(f"<{STREET_WIDTH}i").pack
# Words for street, house and room, written without blanks.
_CJK_KINDS = re.compile("大道|大街|[路街巷弄号號室楼樓栋棟层層座]|(?<=[0-9])(?=[^0-9])")
_NUMBER = re.compile(r"\d+")
_KINDS = frozenset(
    fold_word(word)
    for word in (
        "улица ул вулиця вул проспект просп пр пр-т переулок пер провулок пров бульвар бул бульв "
        "площадь пл площа шоссе ш шосе набережная наб набережна дом д будинок буд корпус корп к "
        "квартира кв офис оф офіс строение стр utca u út útja tér körút krt köz sor emelet em "
        "ajtó fszt street st str road rd avenue ave av lane ln drive dr boulevard blvd square sq "
        "place pl court ct crescent cres close terrace tce way highway hwy parade pde circuit "
        "cct strasse straße platz weg gasse rue via calle house apt apartment flat unit suite "
        "ste floor fl no building bldg office"
    ).split()
)
_CITY_WORDS = frozenset(
    fold_word(w) for w in "г город м місто city town smt смт пгт с село".split()
)
_CITIES: dict[str, str] = {}
for _line in """
киев київ kyiv kiev kijev
львов львів lviv lemberg
харьков харків kharkiv
одесса одеса odesa
днепр дніпро dnipro днепропетровск дніпропетровськ
москва moscow moszkva moskau
санкт-петербург петербург спб питер saint-petersburg st-petersburg
budapest будапешт bp
vienna wien bécs вена
beijing peking пекин 北京
shanghai шанхай 上海
london лондон
taipei 台北 臺北 тайбэй
""".strip().split("\n"):
    _first, *_others = ("".join(map(fold_word, w.split("-"))) for w in _line.split())
    for _word in _others:
        _CITIES.setdefault(_word, _first)


class StreetWord(NamedTuple):
    """A word of an address: folded, or a number; ``head`` is the code of its first letters."""

    word: str
    number: str
    code: int
    head: int


class Street(NamedTuple):
    """An address: what is stored of it, its words and the number of the house.

    :param place: codes of the longest word's beginning and of the number, 0 when one is missing.
    """

    packed: bytes
    text: str
    words: tuple[StreetWord, ...]
    number: str
    house: int
    place: tuple[int, int]


class Place(NamedTuple):
    """A city or a postcode: what is stored of it, its code, and codes of what is near it.

    :param near: of a city its first four letters, of a postcode its digits in any order.
    :param head: of a city its first three letters.
    """

    packed: bytes
    text: str
    code: int
    near: int
    head: int


@lru_cache(maxsize=16384)
def _street_word(raw: str) -> StreetWord:
    """Fold a word of an address; neither word nor number for what only says what it is."""
    number = _NUMBER.match(raw)
    if number:
        return StreetWord("", number[0].lstrip("0") or "0", MISSING, MISSING)
    folded = fold_word(raw)
    if len(folded) < 2 or folded in _KINDS:
        return StreetWord("", "", MISSING, MISSING)
    return StreetWord(folded, "", code(folded), code(folded[:4]))


def _street_words(text: str) -> tuple[list[StreetWord], str]:
    """Return the words of a street and the number of the house."""
    cleaned = plain(text, 160).casefold()
    if is_chinese(cleaned):
        cleaned = _CJK_KINDS.sub(" ", cleaned)
    found = [_street_word(word) for word in split_words(cleaned)]
    words = [each for each in found if each.word]
    if len(words) == len(found):
        return words, ""
    return words, next((each.number for each in found if each.number), "")


@lru_cache(maxsize=4096)
def street(text: str, more: str = "") -> Street:
    """Read an address that may stand in two fields, either way.

    >>> street("вул. Шевченка, буд. 5а") == street("Шевченка", "5"), street("5 Main Street").text
    (True, 'main')
    >>> street("解放路1号40室") == street("Jiefang 1")
    True
    """
    words, number = _street_words(text)
    if more:
        others, other = _street_words(more)
        words, number = list(dict.fromkeys((*words, *others))), number or other
    shown = words[:STREET_WORDS]
    house = word_code(f"#{number}") if number else MISSING
    fill = [MISSING] * (STREET_WORDS - len(shown))
    packed = _PACK(*[each.code for each in shown], *fill, house)
    text = " ".join([each.word for each in shown])
    place = (MISSING, MISSING)
    if words and number:
        place = code(max([each.word for each in words], key=len)[:5]), house
    return Street(packed, text, tuple(words), number, house, place)


@lru_cache(maxsize=8192)
def city(text: str) -> Place:
    """Read the name of a city, one of its names in several languages.

    >>> city("г. Киев").code == city("Kyiv").code, city("Санкт-Петербург").code == city("СПб").code
    (True, True)
    """
    words = [fold_word(word) for word in split_words(plain(text, 120).casefold())]
    kept = [word for word in words if word not in _CITY_WORDS and not word.isdigit()] or words
    joined = "".join(kept)
    name = _CITIES.get(joined, joined)
    # Two characters are a whole city: misspelt is what differs in them, not in their letters.
    shown = plain(text.strip(), 60) if is_chinese(text) else name
    number = code(name)
    return Place(PACK_ONE(number), shown, number, code(name[:4]), code(name[:3]))


@lru_cache(maxsize=8192)
def zip_code(text: str) -> Place:
    """Read a postcode, without blanks and signs.

    >>> zip_code("SW1A 1AA").text, zip_code("01-001").text
    ('sw1a1aa', '01001')
    """
    name = plain(text, 24).casefold()
    if not name.isalnum():
        name = "".join([char for char in name if char.isalnum()])
    number = code(name)
    return Place(PACK_ONE(number), name, number, code("".join(sorted(name))), MISSING)
