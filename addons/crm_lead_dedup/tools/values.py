# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The values of one request, cleaned: bounded, storable strings whatever was sent."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .text import clean_text

LIMITS: dict[str, int] = {
    "name": 120,
    "phone": 120,
    "extension": 16,
    "email": 254,
    "company": 160,
    "tax_number": 40,
    "website": 255,
    "country": 64,
    "message": 20_000,
    "product_interest": 255,
    "page": 2_000,
    "referrer": 2_000,
    "utm_source": 120,
    "utm_medium": 120,
    "utm_campaign": 160,
    "utm_term": 255,
    "utm_content": 255,
    "keyword": 255,
    "language": 16,
    "consent_text": 4_000,
}
CLICK_IDS = (
    "gclid", "gbraid", "wbraid", "dclid", "fbclid", "yclid", "ysclid", "msclkid", "ttclid",
    "li_fat_id", "twclid", "igshid", "epik", "rdt_cid", "_openstat",
)  # fmt: skip
_MULTILINE = frozenset({"message", "consent_text"})
_URLS = frozenset({"website", "page", "referrer"})
_YES = frozenset({"1", "true", "on", "yes", "y", "да", "так", "igen", "是", "ok", "checked"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_@][A-Za-z0-9]{2,8}){0,3}\Z")
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]{0,20}):(?!\d)")
_MAX_DIGITS = 40


@dataclass(frozen=True, slots=True)
class IntakeValues:
    """What somebody from outside said about themselves, and where they came from.

    Every string is storable text without control characters; "" means not given.
    """

    name: str = ""
    phone: str = ""
    extension: str = ""
    email: str = ""
    company: str = ""
    tax_number: str = ""
    website: str = ""
    country: str = ""
    message: str = ""
    product_interest: str = ""
    page: str = ""
    referrer: str = ""
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    utm_term: str = ""
    utm_content: str = ""
    keyword: str = ""
    click_ids: dict[str, str] = field(default_factory=dict)
    language: str = ""
    consent: bool = False
    consent_text: str = ""


def clean(values: Mapping[str, object]) -> tuple[IntakeValues, list[str]]:
    r"""Return the values and what was wrong with them, never raise.

    The problems are ``"<kind>:<field>"`` with the kinds ``type`` (not a scalar, ignored),
    ``cut`` (longer than the field), ``unsafe`` (a link that is not http, ignored) and ``format``
    (not a language code, ignored). Keys that are not fields are left to the caller.

    >>> got, problems = clean({"name": " Ivan\n ", "phone": 380501234567, "email": ["x"]})
    >>> got.name, got.phone, got.email, problems
    ('Ivan', '380501234567', '', ['type:email'])
    >>> got, problems = clean({"consent": "on", "gclid": "Cj0", "page": "javascript:alert(1)"})
    >>> got.consent, got.click_ids, got.page, problems
    (True, {'gclid': 'Cj0'}, '', ['unsafe:page'])
    """
    problems: list[str] = []
    strings = {name: _field(name, values.get(name), problems) for name in LIMITS}
    return (
        IntakeValues(
            **strings,
            click_ids=_click_ids(values, problems),
            consent=_is_yes(values.get("consent")),
        ),
        problems,
    )


def scalar(value: object) -> str | None:
    """Return a scalar as text, None for what has no sensible text.

    >>> scalar(12), scalar(1.5), scalar(True), scalar(None)
    ('12', '1.5', 'true', '')
    >>> scalar([1]), scalar(float("nan")), scalar(10 ** 5000)
    (None, None, None)
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        # Python refuses to print very long integers; nothing that long is an answer.
        return str(value) if abs(value) < 10**_MAX_DIGITS else None
    if isinstance(value, float):
        return f"{value:g}" if math.isfinite(value) and abs(value) < 1e6 else _long_float(value)
    return None


def _long_float(value: float) -> str | None:
    return f"{value:.0f}" if math.isfinite(value) and abs(value) < 10.0**_MAX_DIGITS else None


def _field(name: str, value: object, problems: list[str]) -> str:
    """Return one cleaned field and note what was wrong with it."""
    if value is None or value == "":
        return ""
    text = scalar(value)
    if text is None:
        problems.append(f"type:{name}")
        return ""
    limit = LIMITS[name]
    cleaned = clean_text(text, limit + 1, multiline=name in _MULTILINE)
    if len(cleaned) > limit:
        problems.append(f"cut:{name}")
        cleaned = cleaned[:limit].rstrip()
    if name in _URLS and not is_safe_url(cleaned):
        problems.append(f"unsafe:{name}")
        return ""
    if name == "language" and cleaned and not _LANGUAGE.match(cleaned):
        problems.append(f"format:{name}")
        return ""
    return cleaned


def is_safe_url(url: str) -> bool:
    """Tell whether a link may be shown as a link: http(s), relative or without scheme.

    >>> [is_safe_url(u) for u in ("", "acme.com:8080/x", "HTTPS://a.b", "/shop")]
    [True, True, True, True]
    >>> is_safe_url("javascript:alert(1)"), is_safe_url("data:text/html,x")
    (False, False)
    """
    scheme = _SCHEME.match(url)
    return scheme is None or scheme[1].lower() in ("http", "https")


def _click_ids(values: Mapping[str, object], problems: list[str]) -> dict[str, str]:
    """Collect the click identifiers, given flat or as a mapping of their own."""
    nested = values.get("click_ids")
    sources: list[Mapping[Any, object]] = [values]
    if isinstance(nested, Mapping):
        sources.append(nested)
    elif nested:
        problems.append("type:click_ids")
    found: dict[str, str] = {}
    for source in sources:
        for key in CLICK_IDS:
            text = clean_text(scalar(source.get(key)) or "", 255)
            if text:
                found[key] = text
    return found


def _is_yes(value: object) -> bool:
    return clean_text(scalar(value) or "", 16).casefold() in _YES
