# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bodies are read or refused with a status, never anything else."""

import json
from collections.abc import Iterator
from urllib.parse import quote_plus, urlencode

import pytest
from crm_lead_dedup_tools.errors import PayloadError
from crm_lead_dedup_tools.payload import from_form, json_depth, parse
from crm_lead_dedup_tools.values import clean
from hypothesis import given, settings
from hypothesis import strategies as st

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
_TEXT = st.text(alphabet=st.characters(categories=None), max_size=30)
_JSON_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_TEXT, inner, max_size=4)),
    max_leaves=20,
)
# Pieces that together make nearly valid JSON more often than random bytes do.
_SHARDS = st.lists(
    st.sampled_from(
        [
            *'{}[]":,\\',
            '"name"',
            '"phone"',
            '"\\ud800"',
            '"\\u0000"',
            '"a":',
            "9" * 5000,
            "NaN",
            "Infinity",
            "1e999",
            "-0",
            "null",
            "true",
            "\x00",
            "\u202e",
            "=1+1",
            "\ufeff",
        ]
    ),
    max_size=40,
).map("".join)
_TYPES = st.one_of(
    st.sampled_from(
        [
            JSON,
            FORM,
            f"{JSON}; charset=utf-16",
            f"{FORM};charset=windows-1251",
            "application/ld+json",
            f"{JSON};charset=idna",
            f"{JSON};charset",
            "multipart/form-data",
            "text/plain",
            "",
            ";;;=",
        ]
    ),
    st.text(max_size=40),
)
_BODIES = st.one_of(
    st.binary(max_size=300), _SHARDS.map(lambda shards: shards.encode("utf-8", "replace"))
)


def _error(content_type: str, body: bytes, **limits: int) -> tuple[int, str]:
    with pytest.raises(PayloadError) as caught:
        parse(content_type, body, **limits)
    return caught.value.status, caught.value.code


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _outcome(content_type: str, body: bytes) -> dict[str, object] | PayloadError:
    try:
        return parse(content_type, body)
    except PayloadError as refused:
        return refused


def _read(content_type: str, body: bytes) -> None:
    """Read, check that the result is safe, and clean it."""
    result = _outcome(content_type, body)
    if isinstance(result, PayloadError):
        assert result.status in (400, 413, 415)
        return
    for text in _strings(result):
        text.encode("utf-8")
        assert "\x00" not in text
    json.dumps(result, allow_nan=False)
    clean(result)


@settings(max_examples=1000)
@given(_TYPES, _BODIES)
def test_any_body(content_type: str, body: bytes) -> None:
    """Random and nearly valid bodies are read or refused."""
    _read(content_type, body)


@settings(max_examples=150)
@given(st.dictionaries(_TEXT, _JSON_VALUES, max_size=8))
def test_any_json_object(value: dict[str, object]) -> None:
    """Valid JSON with surrogates, NaN and long figures is read or refused."""
    _read(JSON, json.dumps(value).encode())


@given(st.dictionaries(st.text(max_size=10), st.text(max_size=30), max_size=8))
def test_form_round_trip(fields: dict[str, str]) -> None:
    """What a browser encodes is what comes out (surrogates cannot be sent, NUL is dropped)."""
    plain = {
        key.replace("\x00", ""): value.replace("\x00", "") for key, value in fields.items()
        if not any(0xD800 <= ord(char) < 0xE000 for char in key + value)
    }  # fmt: skip
    expected = {key: value for key, value in plain.items() if key or value}
    if len(expected) == len(fields):
        assert (
            parse(FORM, urlencode(fields).encode()).items()
            >= {key: value for key, value in expected.items() if key}.items()
        )


def test_json_object() -> None:
    """Ordinary JSON comes as it is; the last of equal keys wins."""
    body = '{"name": "Іван", "phone": 380501234567, "n": {"a": [1, null]}, "name": "Ann"}'.encode()
    assert parse(JSON, body) == {"name": "Ann", "phone": 380501234567, "n": {"a": [1, None]}}
    assert parse('Application/JSON ; Charset="UTF-8"', b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
    assert parse("application/vnd.acme+json", b"{}") == {}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b'{"a": NaN}', "bad_json"),
        (b'{"a": -Infinity}', "bad_json"),
        (b"[1]", "not_an_object"),
        (b'"text"', "not_an_object"),
        (b"null", "not_an_object"),
        (b'{"a": "\xff"}', "bad_encoding"),
        (b'{"a":' * 9 + b"1" + b"}" * 9, "too_deep"),
        (b"[" * 60_000, "too_deep"),
        (b'{"a":' * 12_000, "too_deep"),
        (json.dumps({str(n): n for n in range(201)}).encode(), "too_many_fields"),
        (json.dumps({"a": list(range(300))}).encode(), "too_many_fields"),
    ],
)
def test_bad_json(body: bytes, code: str) -> None:
    """Each kind of bad JSON has its code."""
    assert _error(JSON, body) == (400, code)


def test_limits_are_inclusive() -> None:
    """Just within the limits is accepted."""
    assert parse(JSON, b'{"a":' * 8 + b"1" + b"}" * 8)
    assert len(parse(JSON, json.dumps({str(n): n for n in range(200)}).encode())) == 200
    assert len(parse(FORM, "&".join(f"k{n}=" for n in range(200)).encode())) == 200
    assert parse(JSON, b'{"a": "' + b"x" * (65_536 - 9) + b'"}')


def test_too_large() -> None:
    """A byte too many is refused before anything is read."""
    assert _error(JSON, b"x" * 65_537) == (413, "too_large")
    assert _error(FORM, b"a=1", max_bytes=2) == (413, "too_large")


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "multipart/form-data; boundary=x", "application/jsonp", "json"],
)
def test_unsupported_type(content_type: str) -> None:
    """Other types are refused; multipart is not read here."""
    assert _error(content_type, b"{}") == (415, "unsupported_type")


@pytest.mark.parametrize(
    "charset", ["idna", "zip", "rot13", "utf-7", "unicode_escape", "iso-8859-99", "x" * 90]
)
def test_unsupported_charset(charset: str) -> None:
    """Codecs that are no charsets are not used."""
    assert _error(f"{JSON}; charset={charset}", b"{}") == (415, "unsupported_charset")


def test_surrogates_and_nul() -> None:
    """What cannot be stored is replaced, in keys too; pairs are characters."""
    body = rb'{"a\u0000": "x\ud800y\u0000", "\udfff": ["\ud83d\ude00"]}'
    assert parse(JSON, body) == {"a": "x\ufffdy", "\ufffd": ["😀"]}


def test_figures_stay_small() -> None:
    """Endless and infinite figures are texts."""
    result = parse(JSON, b'{"a": ' + b"9" * 5000 + b', "b": 1e999, "c": 1.50, "d": -7}')
    assert result == {"a": "9" * 40, "b": "1e999", "c": "1.50", "d": -7}


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-u", "utf-8", "CP1251"])
def test_form_charsets(charset: str) -> None:
    """A site in an old charset says so in the header or in the form."""
    value = quote_plus("Іван Ко".encode(charset))
    assert parse(f"{FORM}; charset={charset}", f"name={value}".encode()) == {"name": "Іван Ко"}
    result = parse(FORM, f"name={value}&_charset_={charset}".encode())
    assert result == {"name": "Іван Ко", "_charset_": charset}


def test_form_with_wrong_charset_is_not_lost() -> None:
    """Unreadable bytes are replaced: the phone beside them may be fine."""
    result = parse(FORM, b"name=%C8%E2%E0%ED&phone=%2B380501234567&&x&_charset_=zip")
    assert result["phone"] == "+380501234567"
    assert result["x"] == ""
    assert "\ufffd" in str(result["name"])


def test_form_fields_bounded() -> None:
    """Too many fields are refused, in both kinds of form."""
    assert _error(FORM, b"&".join(b"a%d=1" % n for n in range(201))) == (400, "too_many_fields")
    with pytest.raises(PayloadError) as caught:
        from_form({str(n): n for n in range(201)})
    assert caught.value.status == 400


def test_depth_ignores_strings() -> None:
    """Brackets in strings do not nest, escaped quotes do not end them."""
    assert json_depth(r'{"a": "[[[\"[[["}', 8) == 1
    assert json_depth('"' + '\\"' * 30_000, 8) == 0
