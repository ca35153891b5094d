# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Telephone numbers: what they are, and how people write them."""

from random import Random
from typing import NamedTuple

from dedup.language import Place

# a, b, c … stand for the digits of the number as it is dialled inside its country.
_PATTERNS = {
    "RU": (
        "+7 (abc) def-gh-ij|+7abcdefghij|8 (abc) def-gh-ij|8abcdefghij|8-abc-def-gh-ij|"
        "+7 abc def gh ij|8 abc def-gh-ij|+7-abc-def-gh-ij|7abcdefghij|abcdefghij"
    ),
    "UA": (
        "+380 ab cde fg hi|0abcdefghi|+380abcdefghi|(0ab) cde-fg-hi|0ab-cde-fg-hi|0ab cde fg hi|"
        "380abcdefghi|8 0ab cde fg hi|+38 (0ab) cde-fg-hi"
    ),
    "HU9": (
        "+36 ab cde fghi|06 ab cde fghi|06abcdefghi|+36abcdefghi|06-ab/cde-fghi|06ab/cdefghi|"
        "0036abcdefghi"
    ),
    "HU8": "+36 ab cde fgh|06 ab cde fgh|06-ab-cde-fgh|(06-ab) cde-fgh|+36abcdefgh",
    "HU1": "+36 a bcd efgh|06 a bcd efgh|(06-a) bcd-efgh|06-a/bcd-efgh|+36abcdefgh",
    "GB": (
        "+44 abcd efghij|0abcd efghij|0abcdefghij|+44abcdefghij|+44 (0)abcd efghij|"
        "0044 abcd efghij|0abcd efg hij"
    ),
    "US": (
        "(abc) def-ghij|abc-def-ghij|+1 abc def ghij|+1abcdefghij|1-abc-def-ghij|abc.def.ghij|"
        "abcdefghij"
    ),
    "CN11": "+86 abc defg hijk|abcdefghijk|86-abcdefghijk|abc-defg-hijk|+86abcdefghijk",
    "CN10": "+86 ab cdefghij|0ab-cdefghij|(0ab) cdefghij|0abcdefghij",
    "CN12": "+86 abc defghijk|0abc-defghijk|(0abc)defghijk",
}


def _ready(pattern: str) -> str:
    return "".join(
        f"{{{ord(sign) - ord('a')}}}" if "a" <= sign <= "k" else sign for sign in pattern
    )


_FORMS = {key: [_ready(one) for one in text.split("|")] for key, text in _PATTERNS.items()}
_MOBILE = {
    "RU": (
        "903 905 906 909 910 911 912 915 916 917 918 919 920 921 922 925 926 927 950 951 952 "
        "960 961 962 963 965 968 977 980 981 982 983 985 987 988 999"
    ).split(),
    "UA": "50 63 66 67 68 73 93 95 96 97 98 99".split(),
    "HU": "20 30 70".split(),
    "GB": "7400 7500 7700 7800 7900 7411 7527 7711 7812 7943".split(),
    "US": "",
    "CN": "130 131 135 136 137 138 139 150 151 152 158 159 186 187 188 189".split(),
}
_LENGTH = {"RU": 10, "UA": 9, "HU": 9, "GB": 10, "US": 10, "CN": 11}
EXTENSIONS = {
    "RU": (" доб. ", " доб.", " (доб. {})", " вн. "),
    "UA": (" дод. ", " вн. ", " (дод. {})"),
    "HU": (" mellék ", " m.: ", "/"),
    "GB": (" ext. ", " x", " ext "),
    "US": (" ext. ", " x", " ext "),
    "CN": (" 转 ", " ext. "),
}


class Phone(NamedTuple):
    """A number; `form` says how it may be written."""

    form: str
    digits: str
    extension: str = ""


def mobile(country: str, place: Place, rng: Random) -> Phone:
    """Somebody's own number. In the United States those are numbers of the town."""
    if country == "US":
        return landline(country, place, rng)
    start = rng.choice(_MOBILE[country])
    missing = _LENGTH[country] - len(start) - 1
    digits = f"{start}{rng.randrange(2, 10)}{rng.randrange(10**missing):0{missing}d}"
    return Phone({"HU": "HU9", "CN": "CN11"}.get(country, country), digits)


def landline(country: str, place: Place, rng: Random) -> Phone:
    """A number of the town."""
    area = place.area
    if country == "HU":
        missing = 8 - len(area)
        form = "HU1" if area == "1" else "HU8"
    elif country == "CN":
        missing = 8
        form = "CN10" if len(area) == 2 else "CN12"
    else:
        missing = _LENGTH[country] - len(area)
        form = country
    first = rng.randrange(2, 9)
    return Phone(form, f"{area}{first}{rng.randrange(10 ** (missing - 1)):0{missing - 1}d}")


def write(phone: Phone, country: str, rng: Random) -> str:
    """The number as somebody typed it."""
    forms = _FORMS[phone.form]
    # The first forms are the usual ones.
    number = int(len(forms) * rng.random() * rng.random())
    text = forms[number].format(*phone.digits)
    if not phone.extension or rng.random() < 0.3:
        return text
    sign = rng.choice(EXTENSIONS[country])
    return text + (sign.format(phone.extension) if "{}" in sign else sign + phone.extension)
