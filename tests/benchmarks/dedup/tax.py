# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tax numbers whose check digits are right."""

from random import Random

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _check(digits: str, weights: tuple[int, ...], modulus: int = 11) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % modulus


def _inn(rng: Random) -> str:
    digits = f"{rng.randrange(1, 92):02d}{rng.randrange(10**7):07d}"
    return digits + str(_check(digits, (2, 4, 10, 3, 5, 9, 4, 6, 8)) % 10)


def _inn_person(rng: Random) -> str:
    digits = f"{rng.randrange(1, 92):02d}{rng.randrange(10**8):08d}"
    digits += str(_check(digits, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 10)
    return digits + str(_check(digits, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 10)


def _edrpou(rng: Random) -> str:
    digits = f"{rng.randrange(3000000, 4500000):07d}"
    low = int(digits) * 10 < 30000000 or int(digits) * 10 > 60000000
    weights = (1, 2, 3, 4, 5, 6, 7) if low else (7, 1, 2, 3, 4, 5, 6)
    check = _check(digits, weights)
    if check > 9:
        weights = tuple(weight + 2 for weight in weights)  # type: ignore[assignment]
        check = _check(digits, weights) % 10
    return digits + str(check)


def _adoszam(rng: Random) -> str:
    digits = f"{rng.randrange(1000000, 3200000):07d}"
    digits += str(-_check(digits, (9, 7, 3, 1, 9, 7, 3), 10) % 10)
    return f"{digits}-{rng.choice('12')}-{rng.choice(('41', '42', '43', '13', '09', '06'))}"


def _vat_gb(rng: Random) -> str:
    digits = f"{rng.randrange(1000000, 9999999):07d}"
    left = -_check(digits, (8, 7, 6, 5, 4, 3, 2), 97) % 97
    return f"GB{digits}{left:02d}"


def _ein(rng: Random) -> str:
    return f"{rng.choice(('12', '20', '26', '45', '46', '81'))}-{rng.randrange(10**7):07d}"


def _uscc(rng: Random) -> str:
    body = f"91{rng.randrange(110000, 659000):06d}" + "".join(
        rng.choice(_USCC[:20]) for _ in range(9)
    )
    total = sum(_USCC.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + _USCC[-total % 31]


_MAKERS = {
    "RU": _inn, "UA": _edrpou, "HU": _adoszam, "GB": _vat_gb, "US": _ein, "CN": _uscc,
}  # fmt: skip


def number(country: str, rng: Random) -> str:
    """A company's number."""
    return _MAKERS[country](rng)


def person_number(country: str, rng: Random) -> str:
    """A sole trader's number; only Russia's is known here."""
    return _inn_person(rng) if country == "RU" else ""


def write(text: str, country: str, rng: Random) -> str:
    """The number as somebody typed it."""
    roll = rng.random()
    if roll < 0.75:
        return text
    if country == "HU":
        return f"HU{text[:8]}" if roll < 0.9 else text.replace("-", "")
    if country == "RU":
        return f"ИНН {text}"
    if country == "GB":
        return f"GB {text[2:5]} {text[5:9]} {text[9:]}"
    return text.replace("-", "")
