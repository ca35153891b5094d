# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finds in free text what may be a phone number, and leaves out what only looks like one."""

import re
from collections.abc import Iterator

import phonenumbers

MAX_TEXT = 20_000
# The matcher tries every digit group; a page of figures must not keep it busy.
_MAX_TRIES = 200
_EXTENSION_WORDS = (
    r"ext(?:ension|n)?|доб(?:ав(?:очн(?:ый|ий))?)?|дод(?:атк(?:ов(?:ий|о))?)?|внутр?|вн|mell(?:ék|ek)?|m(?=\.)|poste|"
    r"int|分機|分机|轉接|转接|轉|转|內線|内线|x|х|#|,,"
)
EXTENSION = re.compile(
    rf"[\s,;(]{{0,4}}(?:;ext=|(?<![^\W\d_])(?:{_EXTENSION_WORDS}))"
    r"[\s.:№#-]{0,3}(\d{1,7})[\s).]{0,3}(?![\d])",
    re.IGNORECASE,
)
# The old Ukrainian "8 (050) …" and the prefix 00, which the matcher does not know everywhere.
_OLD_TRUNK = re.compile(r"(?<![\w+])\+?8[ (.-]{0,3}0\d\d[\d ().-]{7,14}(?<=\d)(?!\w)")
_DOUBLE_ZERO = re.compile(r"(?<![\w+])00[1-9][\d ().-]{7,22}(?<=\d)(?!\w)")
_NOT_A_PHONE = re.compile(
    r"(?:инн|кпп|огрн(?:ип)?|бик|р/с|к/с|сч[её]т|рахун(?:ок|ку)|єдрпоу|едрпоу|іпн|рнокпп|iban|мфо|"
    r"swift|vat|tax|adósz[áa]m|bankszámla|számla|cégjegyzék|invoice|order|account|id|"
    r"заказ|замовлення|договор|договір|rendelés|統一編號|統編|帳號|訂單|№|no)"
    r"[\s.:№#nN°-]{0,5}\Z",
    re.IGNORECASE,
)
_PHONE_WORDS = (
    r"(?:тел(?:ефон)?|моб(?:ільний|ильный)?|phone|tel|mob(?:ile)?|cell|ph|fax|факс|"
    r"telefon|whatsapp|viber|telegram|電話|电话|手機|手机|行動|☎|📞|📱)[\s.:()-]{0,5}"
)
_IS_A_PHONE = re.compile(rf"{_PHONE_WORDS}\Z", re.IGNORECASE)
# Behind such a word a number may come without its trunk prefix.
_NAMED = re.compile(
    rf"{_PHONE_WORDS}(?P<number>\+?\d[\d ().-]{{5,18}}(?<=\d)(?!\w))", re.IGNORECASE
)
_DATE = re.compile(r"(?:19|20)\d\d[.\-/]\d\d?[.\-/]\d\d?|\d\d?[.\-/]\d\d?[.\-/](?:19|20)\d\d")


def candidates(text: str, regions: tuple[str, ...]) -> list[str]:
    """Return pieces of the text that may be phone numbers, with extension, in their order.

    :param text: with ASCII digits.
    :param regions: two-letter codes of countries that the plans know.

    >>> candidates("Tel. +36 1 234 5678 mellék 5, 2024-11-22", ("HU",))
    ['+36 1 234 5678 mellék 5']
    >>> candidates("order 0501234567 or tel 0671234567", ("UA",))
    ['0671234567']
    """
    head = text[:MAX_TEXT]
    pieces: dict[int, str] = {}
    taken = bytearray(len(head))
    for start, end in (*_matched_spans(head, regions), *_special_spans(head, regions)):
        if any(taken[start:end]) or not _is_plausible(head, start, end):
            continue
        taken[start:end] = b"\x01" * (end - start)
        extension = EXTENSION.match(head, end)
        pieces[start] = head[start:end] + (extension[0].rstrip(" ,;.") if extension else "")
    return [pieces[start] for start in sorted(pieces)]


def _special_spans(text: str, regions: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    patterns = [_DOUBLE_ZERO, _OLD_TRUNK] if "UA" in regions else [_DOUBLE_ZERO]
    for pattern in patterns:
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span("number") for match in _NAMED.finditer(text))


def _matched_spans(text: str, regions: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for region in regions or (None,):
        matcher = phonenumbers.PhoneNumberMatcher(text, region, max_tries=_MAX_TRIES)
        for match in matcher:
            yield match.start, match.end


def _is_plausible(text: str, start: int, end: int) -> bool:
    """Tell whether a digit group is meant as a phone number, by its looks and by what precedes."""
    before = text[max(0, start - 24) : start]
    if _NOT_A_PHONE.search(before):
        return False
    piece = text[start:end]
    if _DATE.match(piece):
        return False
    bare = piece.isdigit() and piece[0] != "0" and len(piece) < 11
    return not bare or _IS_A_PHONE.search(before) is not None
