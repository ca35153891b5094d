# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads the body of a request into plain values, or refuses it with an HTTP status.

What comes back is safe to store: every string can be encoded and holds no NUL, figures are small,
nesting is bounded. Nesting is measured before the JSON decoder (which recurses) sees the text.
"""

import codecs
import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote_to_bytes

from .errors import PayloadError

MAX_BYTES = 65_536
_MARK = re.compile(r'["\[\]{}]')
_STRING_MARK = re.compile(r'["\\]')
# Python knows codecs that are no charsets; these are the ones that browsers send.
_CHARSET = re.compile(
    r"(?:utf[-_]?(?:8(?:[-_]sig)?|16(?:[-_]?[lb]e)?)|(?:us[-_])?ascii|latin[-_]?1|iso[-_]?8859[-_]\d{1,2}|"
    r"(?:windows[-_]?|cp)(?:125\d|866|950|936)|koi8[-_][ru]|big5(?:[-_]?hkscs)?|gb(?:2312|k|18030)|"
    r"shift[-_]?jis|euc[-_](?:jp|kr))\Z",
    re.IGNORECASE,
)
_UNSAFE = re.compile("[\x00\ud800-\udfff]")
_MAX_DIGITS = 40


def parse(
    content_type: str,
    body: bytes,
    *,
    max_depth: int = 8,
    max_keys: int = 200,
    max_bytes: int = MAX_BYTES,
) -> dict[str, object]:
    """Return the fields of a JSON or url-encoded body; the last of equal keys wins.

    Raises ``PayloadError``: 413 ``too_large``; 415 ``unsupported_type`` or
    ``unsupported_charset``; 400 ``bad_encoding``, ``bad_json``, ``not_an_object``, ``too_deep``
    or ``too_many_fields``. Multipart is read by the web framework: see ``from_form``.

    >>> parse("application/json; charset=utf-8", b'{"a": 1, "a": "x", "b": {"c": [true]}}')
    {'a': 'x', 'b': {'c': [True]}}
    >>> parse("application/x-www-form-urlencoded", b"name=%D0%86%D0%B2%D0%B0%D0%BD+P&x=")
    {'name': 'Іван P', 'x': ''}
    >>> parse("application/json", b"[" * 60000)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    PayloadError: 400 too_deep
    """
    if len(body) > max_bytes:
        raise PayloadError(413, "too_large")
    kind, charset = _content_type(content_type)
    if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
        return _parse_json(_decode(body, charset or "utf-8"), max_depth, max_keys)
    if kind == "application/x-www-form-urlencoded":
        return _parse_form(body, charset, max_keys)
    raise PayloadError(415, "unsupported_type")


def from_form(
    fields: Mapping[str, object] | Iterable[tuple[str, object]], *, max_keys: int = 200
) -> dict[str, object]:
    r"""Return the fields of a form that was read already; the last of equal keys wins.

    >>> from_form([("name", "A"), ("name", "B\x00"), ("f", None)])
    {'name': 'B', 'f': None}
    """
    pairs = fields.items() if isinstance(fields, Mapping) else fields
    result: dict[str, object] = {}
    for count, (key, value) in enumerate(pairs, start=1):
        if count > max_keys:
            raise PayloadError(400, "too_many_fields")
        result[safe_text(str(key))] = safe_text(value) if isinstance(value, str) else value
    return result


def safe_text(text: str) -> str:
    r"""Return a text that can be encoded and stored: no NUL, no lone surrogate.

    >>> safe_text("a\x00b\ud800c")
    'ab\ufffdc'
    """
    if _UNSAFE.search(text) is None:
        return text
    return _UNSAFE.sub(lambda match: "" if match[0] == "\x00" else "\ufffd", text)


def json_depth(text: str, limit: int) -> int:
    r"""Return how deep a JSON text nests, at most one more than the limit; linear.

    >>> json_depth('{"a": ["[[[", {}]}', 8), json_depth("[" * 1000, 8), json_depth('"\\"[', 8)
    (3, 9, 0)
    """
    depth = deepest = position = 0
    while match := _MARK.search(text, position):
        position = match.end()
        if match[0] == '"':
            position = _string_end(text, position)
        elif match[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > limit:
                break
        else:
            depth -= 1
    return deepest


def _string_end(text: str, position: int) -> int:
    while match := _STRING_MARK.search(text, position):
        if match[0] == '"':
            return match.end()
        position = match.end() + 1
    return len(text)


def _content_type(header: str) -> tuple[str, str]:
    """Return the media type in lower case and the charset ("" when not given)."""
    kind, _semicolon, rest = safe_text(header[:500]).partition(";")
    charset = ""
    for part in rest.split(";"):
        name, _equals, value = part.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'")
    return kind.strip().lower(), charset


def _decode(body: bytes, charset: str, errors: str = "strict") -> str:
    if not _CHARSET.match(charset):
        raise PayloadError(415, "unsupported_charset")
    try:
        name = codecs.lookup(charset.lower()).name
    except LookupError:
        raise PayloadError(415, "unsupported_charset") from None
    try:
        return body.decode("utf-8-sig" if name == "utf-8" else name, errors)
    except UnicodeError:
        raise PayloadError(400, "bad_encoding") from None


def _parse_json(text: str, max_depth: int, max_keys: int) -> dict[str, object]:
    if json_depth(text, max_depth) > max_depth:
        raise PayloadError(400, "too_deep")
    try:
        value = json.loads(
            text, parse_int=_integer, parse_float=_figure, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        raise PayloadError(400, "bad_json") from None
    if not isinstance(value, dict):
        raise PayloadError(400, "not_an_object")
    budget = _Budget(max_keys)
    return {safe_text(key): budget.safe(item) for key, item in value.items()}


class _Budget:
    """Makes decoded JSON safe and counts its fields and list items on the way."""

    def __init__(self, left: int) -> None:
        self.left = left

    def safe(self, value: object) -> object:
        """Return the value with safe strings; the nesting is bounded already."""
        self.left -= 1
        if self.left < 0:
            raise PayloadError(400, "too_many_fields")
        if isinstance(value, str):
            return safe_text(value)
        if isinstance(value, dict):
            return {safe_text(str(key)): self.safe(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.safe(item) for item in value]
        return value


def _integer(text: str) -> object:
    """A long row of digits is a text: Python refuses to convert very long ones."""
    return int(text) if len(text) <= 18 else text[:_MAX_DIGITS]


def _figure(text: str) -> object:
    """Figures stay as they were written: 1e999 would become infinite."""
    return text[:_MAX_DIGITS]


def _no_constant(text: str) -> object:
    raise ValueError(f"{text} is not JSON")


def _parse_form(body: bytes, charset: str, max_keys: int) -> dict[str, object]:
    """Read ``a=1&b=2``; a field ``_charset_`` names the charset when the header does not."""
    pieces = [piece for piece in body.split(b"&", max_keys + 1) if piece]
    if len(pieces) > max_keys:
        raise PayloadError(400, "too_many_fields")
    pairs = [piece.replace(b"+", b" ").partition(b"=") for piece in pieces]
    raw = [(unquote_to_bytes(key), unquote_to_bytes(value)) for key, _equals, value in pairs]
    named = next((value for key, value in raw if key == b"_charset_"), b"")
    guess = named.decode("ascii", "replace").strip()
    known = charset or (guess if _CHARSET.match(guess) else "utf-8")
    # A visitor must not be lost for a site's wrong charset: unreadable bytes are replaced.
    return from_form(
        (_decode(key, known, "replace"), _decode(value, known, "replace")) for key, value in raw
    )
