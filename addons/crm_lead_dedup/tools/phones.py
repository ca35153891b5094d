# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads phone numbers as people write them.

A number is read with the countries it may belong to, first come first served. What is valid gets
an E.164 form; everything else keeps its digits, so that it can still be shown and compared.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from .phone_search import EXTENSION, candidates
from .text import clean_text, compatible

Kind = Literal["mobile", "fixed", "toll_free", "shared_cost", "premium", "other", "unknown"]

MAX_LENGTH = 120
_KINDS: dict[int, Kind] = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.SHARED_COST: "shared_cost",
    PhoneNumberType.PREMIUM_RATE: "premium",
    # The American plan does not tell mobiles from fixed lines.
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "unknown",
}
_HARD = re.compile(r"[;\n|]|、|\s(?:или|або|та|и|і|és|vagy|or|and|und|oder|或)\s", re.IGNORECASE)
_SOFT = re.compile(r"([,/])")
# "123-45-67/68": the last digits of the next line.
_ALTERNATIVE = re.compile(r"\s?/\s?\d{1,4}\s?\Z")
# Ways to dial out of a country, tried whatever country the number is read with.
_DIAL_OUT = re.compile(r"(?:810|00)(?=[1-9]\d{7})")


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone number.

    :param raw: as it was written.
    :param e164: ``+380501234567``, None when it is not a valid number of any country tried.
    :param tail: the last nine digits (all, when there are seven or eight), None for fewer.
    :param extension: the digits behind it, None without.
    :param region: two-letter country of the number, None when invalid or without country (+800).
    :param kind: ``unknown`` when invalid or when the country's plan does not tell.
    :param display: international format with extension; as written when invalid.
    """

    raw: str
    e164: str | None
    tail: str | None
    extension: str | None
    region: str | None
    kind: Kind
    display: str

    @property
    def valid(self) -> bool:
        """Whether the number exists in its country's plan."""
        return self.e164 is not None


def parse_phone(raw: str, regions: Sequence[str] = ()) -> Phone | None:
    """Read one number; of several in one field the first. None without any digit.

    >>> phone = parse_phone("8 (050) 123-45-67 доб. 12", ["UA"])
    >>> phone.e164, phone.tail, phone.extension, phone.display
    ('+380501234567', '501234567', '12', '+380 50 123 4567 ext. 12')
    >>> [parse_phone(p, ["HU", "UA"]).e164 for p in ("06 30 123 4567", "00380 50 1234567")]
    ['+36301234567', '+380501234567']
    >>> parse_phone("8-800-555-35-35", ["RU"]).kind, parse_phone("12-34-56-7", ["UA"]).tail
    ('toll_free', '1234567')
    >>> parse_phone("call me") is None
    True
    """
    # A card's phone is read for its identifiers, for the intake and for the comparison.
    read = _parse_phone if len(raw) <= MAX_LENGTH else _parse_phone.__wrapped__
    return read(raw, _regions(regions))


@lru_cache(maxsize=1024)
def _parse_phone(raw: str, wanted: tuple[str, ...]) -> Phone | None:
    text = compatible(clean_text(raw, MAX_LENGTH))
    number, extension = _split_extension(_ascii_digits(text))
    parsed = _parse(number, wanted)
    if parsed is None:
        pieces = split_phones(text)
        if len(pieces) > 1:
            number, extension = _split_extension(_ascii_digits(pieces[0]))
            parsed = _parse(number, wanted)
    if parsed is None and _ALTERNATIVE.search(number):
        parsed = _parse(_ALTERNATIVE.sub("", number), wanted)
    digits = _digits(number)
    if not digits:
        return None
    return _phone(raw, parsed, digits, extension)


def split_phones(raw: str) -> list[str]:
    """Cut a field with several numbers into one piece each.

    A slash or comma within a number does not cut it, nor does one before an extension.

    >>> split_phones("050 123-45-67, +380671234567; 06-30/123-4567")
    ['050 123-45-67', '+380671234567', '06-30/123-4567']
    >>> split_phones("(044) 123-45-67, доб. 12 или 0671234567")
    ['(044) 123-45-67, доб. 12', '0671234567']
    """
    text = compatible(raw[: MAX_LENGTH * 8])
    pieces = (piece for part in _HARD.split(text) for piece in _soft_pieces(part))
    return [piece for piece in pieces if _digits(_ascii_digits(piece))]


def find_phones(text: str, regions: Sequence[str] = ()) -> list[Phone]:
    """Return the valid numbers in free text, in the order they stand there, each once.

    Order numbers, tax numbers and bank accounts are not taken for phones.

    >>> text = "Замовлення 20241122-17. Тел.: 8 (050) 123-45-67, офіс +36 1 234 5678 mellék 5"
    >>> [(p.e164, p.extension) for p in find_phones(text, ["UA"])]
    [('+380501234567', None), ('+3612345678', '5')]
    >>> find_phones("ИНН 7707083893, счет 40702810900000000001", ["RU"])
    []
    """
    found: dict[str, Phone] = {}
    folded = _ascii_digits(compatible(text))
    wanted = _regions(regions)
    for raw in candidates(folded, wanted):
        phone = parse_phone(raw, wanted)
        if phone and phone.e164:
            found.setdefault(phone.e164, phone)
    return list(found.values())


def _phone(raw: str, parsed: PhoneNumber | None, digits: str, extension: str | None) -> Phone:
    if parsed is None:
        tail = digits[-9:] if len(digits) >= 7 else None
        shown = clean_text(raw, MAX_LENGTH)
        return Phone(raw, None, tail, extension, None, "unknown", shown)
    e164 = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    region = phonenumbers.region_code_for_number(parsed)
    shown = phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
    return Phone(
        raw,
        e164,
        e164[1:][-9:],
        extension,
        region if region and region.isalpha() else None,
        _KINDS.get(phonenumbers.number_type(parsed), "other"),
        f"{shown} ext. {extension}" if extension else shown,
    )


def _parse(number: str, regions: tuple[str, ...]) -> PhoneNumber | None:
    """Return the first reading that is a valid number."""
    for spelling, region in _spellings(number, regions):
        parsed = _valid(spelling, region)
        if parsed is not None:
            return parsed
    return None


def _spellings(number: str, regions: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
    """Offer the readings of a written number, the likely ones first."""
    digits = _digits(number)
    plus = number.lstrip(" (").startswith("+")
    if plus:
        yield number, None
    else:
        for region in regions:
            yield number, region
    if "UA" in regions and len(digits) == 11 and digits.startswith("80"):
        # The old trunk prefix 8, then a pause, then the code with its zero.
        yield f"+3{digits}", None
    dial_out = _DIAL_OUT.match(digits)
    if dial_out:
        yield f"+{digits[dial_out.end() :]}", None
    if plus:
        # "+8 916 …", "+0 50 …": a plus sign in front of a national number.
        for region in regions:
            yield digits, region
    elif 11 <= len(digits) <= 15 and not digits.startswith("0"):
        yield f"+{digits}", None


@lru_cache(maxsize=4096)
def _valid(spelling: str, region: str | None) -> PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(spelling, region)
    except phonenumbers.NumberParseException:
        return None
    parsed.extension = None
    parsed.raw_input = None
    return parsed if phonenumbers.is_valid_number(parsed) else None


def _split_extension(text: str) -> tuple[str, str | None]:
    """Cut the extension off: ``("050 123-45-67", "12")``."""
    for match in EXTENSION.finditer(text):
        if match.end() == len(text) and len(_digits(text[: match.start()])) >= 5:
            return text[: match.start()], match[1]
    return text, None


def _soft_pieces(part: str) -> list[str]:
    """Cut at commas and slashes, but leave pieces together that are too short for a number."""
    tokens = _SOFT.split(part)
    pieces = [tokens[0]]
    for mark, token in zip(tokens[1::2], tokens[2::2], strict=True):
        short = len(_digits(pieces[-1])) < 7 or len(_digits(token)) < 6
        if short:
            pieces[-1] += mark + token
        else:
            pieces.append(token)
    return [piece.strip() for piece in pieces]


def _regions(regions: Sequence[str]) -> tuple[str, ...]:
    """Return the countries that the plans know, upper case, each once."""
    known = (region.strip().upper() for region in regions)
    return tuple(dict.fromkeys(r for r in known if r in phonenumbers.SUPPORTED_REGIONS))


def _ascii_digits(text: str) -> str:
    """Turn the digits of any script into ASCII ones."""
    if text.isascii():
        return text
    return "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text)


def _digits(text: str) -> str:
    return "".join(char for char in text if char in "0123456789")
