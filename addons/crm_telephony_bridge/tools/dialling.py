# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is dialled, and what may be.

A number on a card is written for people. A PBX wants it in the shape of its own trunk, and a
company wants no calls to lines that cost a fortune. Nothing but digits and a leading plus ever
leaves this module: what a PBX is told to dial is no place for text from a card.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

Style = Literal["e164", "digits", "double_zero", "national"]
Matched = Literal["any", "premium", "foreign", "country", "prefix"]

# Longer ones are no extensions and no service numbers, but numbers that could not be read.
_SHORT = 6
_LONGEST = 15
_EXTENSION = re.compile(r"(?:ext\.?|доб\.?|вн\.?|mell\.?|#|;|x).*\Z", re.IGNORECASE | re.DOTALL)
_DEAR = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN}


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a call would go.

    :param digits: what was written, digits only.
    :param e164: with plus and country code; None for short numbers and for those that cannot be
        read in the country they are dialled from.
    :param region: two-letter country, None without.
    :param premium: whether the number costs more than a usual call.
    """

    digits: str
    e164: str | None
    region: str | None
    premium: bool

    @property
    def short(self) -> bool:
        """Whether it is an extension or a service number, dialled as it stands."""
        return self.e164 is None and len(self.digits) <= _SHORT


@dataclass(frozen=True, slots=True)
class DiallingRule:
    """One line of what may be dialled; the first that matches decides.

    :param values: two-letter countries (``country``) or beginnings of E.164 numbers (``prefix``).
    """

    allowed: bool
    matched: Matched
    values: tuple[str, ...] = ()

    def matches(self, destination: Destination, home: str | None) -> bool:
        """Whether the rule speaks of the destination, dialled in the country ``home``."""
        match self.matched:
            case "any":
                return True
            case "premium":
                return destination.premium
            case "foreign":
                return destination.e164 is not None and destination.region != home
            case "country":
                return destination.region in self.values
            case "prefix":
                number = destination.e164 or destination.digits
                return number.lstrip("+").startswith(_prefixes(self.values))


def read_destination(number: str, region: str | None) -> Destination | None:
    """Read a number as it stands on a card; None for what has no digits or far too many.

    :param region: the country it is dialled in, for numbers without country code.

    >>> read_destination("050 123-45-67 доб. 12", "UA")
    Destination(digits='0501234567', e164='+380501234567', region='UA', premium=False)
    >>> read_destination("+380 900 234 567", "HU").premium
    True
    >>> read_destination("101", "UA").short, read_destination("12-34-56-7", "UA").short
    (True, False)
    >>> read_destination("call me", "UA") is None
    True
    >>> read_destination("+44 7700 900123", "UA")
    Destination(digits='447700900123', e164='+447700900123', region='GB', premium=False)
    """
    text = _EXTENSION.sub("", number[:120]).strip()
    digits = "".join(str(int(char)) for char in text if char.isdecimal())
    if not digits or len(digits) > _LONGEST + 3:
        return None
    parsed = _parse(("+" if text.startswith(("+", "(+")) else "") + digits, region)
    if parsed is None:
        return Destination(digits, None, None, False)
    return Destination(
        digits,
        phonenumbers.format_number(parsed, PhoneNumberFormat.E164),
        phonenumbers.region_code_for_number(parsed)
        or phonenumbers.region_code_for_country_code(parsed.country_code or 0),
        phonenumbers.number_type(parsed) in _DEAR,
    )


def dial_string(
    destination: Destination, home: str | None, style: Style = "e164", prefix: str = ""
) -> str:
    """Return what the PBX is told to dial.

    :param style: how its trunk wants numbers; ``national`` falls back to the country's own way of
        dialling abroad.
    :param prefix: digits that ask for an outside line; short numbers go without.

    >>> there = read_destination("050 123-45-67", "UA")
    >>> [dial_string(there, "UA", style) for style in ("e164", "digits", "double_zero", "national")]
    ['+380501234567', '380501234567', '00380501234567', '0501234567']
    >>> dial_string(there, "HU", "national", prefix="9")
    '900380501234567'
    >>> dial_string(read_destination("101", "UA"), "UA", "e164", prefix="9")
    '101'
    """
    outside = re.sub(r"[^0-9]", "", prefix)
    if destination.e164 is None:
        return destination.digits if destination.short else outside + destination.digits
    return outside + _shaped(destination, home, style)


def verdict(
    rules: Iterable[DiallingRule], destination: Destination, home: str | None
) -> DiallingRule | None:
    """Return the rule that decides, None when none speaks of the destination.

    >>> dear, abroad = DiallingRule(False, "premium"), DiallingRule(False, "foreign")
    >>> poland = DiallingRule(True, "country", ("PL",))
    >>> there = read_destination("+48 512 345 678", "UA")
    >>> verdict([dear, poland, abroad], there, "UA") is poland
    True
    >>> verdict([dear, abroad], there, "UA") is abroad, verdict([abroad], there, "PL")
    (True, None)
    """
    return next((rule for rule in rules if rule.matches(destination, home)), None)


def _shaped(destination: Destination, home: str | None, style: Style) -> str:
    e164 = destination.e164 or ""
    if style == "national":
        parsed = phonenumbers.parse(e164)
        if home and destination.region == home:
            text = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)
        else:
            text = phonenumbers.format_out_of_country_calling_number(parsed, home or "ZZ")
        return re.sub(r"[^0-9]", "", text)
    return {"e164": e164, "digits": e164[1:], "double_zero": f"00{e164[1:]}"}[style]


def _parse(text: str, region: str | None) -> PhoneNumber | None:
    """Read a number; one with the country's code but without plus is tried last.

    With a plus it is believed when its length is right: plans of numbers grow faster than lists.
    """
    for candidate in (text, "+" + text.removeprefix("00")):
        try:
            parsed = phonenumbers.parse(candidate, region or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed) or (
            text.startswith("+") and phonenumbers.is_possible_number(parsed)
        ):
            return parsed
    return None


def _prefixes(values: Iterable[str]) -> tuple[str, ...]:
    digits = (re.sub(r"[^0-9]", "", value) for value in values)
    return tuple(value for value in digits if value)
