# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Streets, cities and postcodes as comparable values."""

import re
from functools import lru_cache

from ..names import fold_word
from .people import is_chinese
from .plain import plain

_SPLIT = re.compile(r"[^\w]+|_+")
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


@lru_cache(maxsize=8192)
def street_parts(text: str) -> tuple[tuple[str, ...], str]:
    """Return the folded words of a street and the number of the house.

    >>> street_parts("вул. Шевченка, буд. 5а"), street_parts("5 Main Street")
    ((('sevcenka',), '5'), (('main',), '5'))
    >>> street_parts("解放路1号40室") == street_parts("Jiefang 1")
    True
    """
    cleaned = plain(text, 160).casefold()
    if is_chinese(cleaned):
        cleaned = _CJK_KINDS.sub(" ", cleaned)
    words: list[str] = []
    numbers: list[str] = []
    for word in _SPLIT.split(cleaned):
        number = _NUMBER.match(word)
        if number:
            numbers.append(number[0].lstrip("0") or "0")
        elif word:
            folded = fold_word(word)
            if len(folded) > 1 and folded not in _KINDS:
                words.append(folded)
    return tuple(words), numbers[0] if numbers else ""


def address(street: str, more: str) -> tuple[tuple[str, ...], str]:
    """Return the words and the number of an address that may stand in two fields, either way.

    >>> address("Вокзальная", "д. 30-78"), address("5 Main Street", "Rose Farm")
    ((('vokzalnaia',), '30'), (('main', 'rose', 'farm'), '5'))
    """
    words, number = street_parts(street)
    if more:
        others, other = street_parts(more)
        words, number = tuple(dict.fromkeys((*words, *others))), number or other
    return words, number


@lru_cache(maxsize=8192)
def city_name(text: str) -> str:
    """Return the folded name of a city, one of its names in several languages.

    >>> city_name("г. Киев") == city_name("Kyiv"), city_name("Санкт-Петербург") == city_name("СПб")
    (True, True)
    """
    cleaned = plain(text, 120).casefold()
    words = [fold_word(word) for word in _SPLIT.split(cleaned) if word]
    kept = [word for word in words if word not in _CITY_WORDS and not word.isdigit()] or words
    joined = "".join(kept)
    return _CITIES.get(joined, joined)


def zip_code(text: str) -> str:
    """Return a postcode without blanks and signs.

    >>> zip_code("SW1A 1AA"), zip_code("01-001")
    ('sw1a1aa', '01001')
    """
    return "".join(char for char in plain(text, 24).casefold() if char.isalnum())
