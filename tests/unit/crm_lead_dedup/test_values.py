# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever is sent becomes storable values."""

import unicodedata

import pytest
from crm_lead_dedup_tools.formula import defuse, is_formula
from crm_lead_dedup_tools.text import clean_text
from crm_lead_dedup_tools.values import LIMITS, IntakeValues, clean
from hypothesis import given
from hypothesis import strategies as st

# Every code point, lone surrogates and non-characters included.
ANY_TEXT = st.text(alphabet=st.characters(categories=None), max_size=200)
SCALARS = st.one_of(
    ANY_TEXT, st.none(), st.booleans(), st.integers(), st.floats(), st.just(10**300), st.binary()
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(ANY_TEXT, inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = [*LIMITS, "click_ids", "consent", "gclid", "unknown", ""]
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def _assert_storable(text: str) -> None:
    text.encode("utf-8")
    assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in text)
    assert not any(char in _BIDI or ord(char) & 0xFFFE == 0xFFFE for char in text)
    assert text == text.strip()


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=12))
def test_clean_is_total(values: dict[str, object]) -> None:
    """Any mapping is cleaned; every string is bounded and can be stored."""
    cleaned, problems = clean(values)
    for name, limit in LIMITS.items():
        text = getattr(cleaned, name)
        _assert_storable(text)
        assert len(text) <= limit
    for key, text in cleaned.click_ids.items():
        _assert_storable(key)
        _assert_storable(text)
    assert cleaned.consent in (True, False)
    assert all(
        problem.partition(":")[0] in {"type", "cut", "unsafe", "format"} for problem in problems
    )


@given(ANY_TEXT, st.integers(0, 50), st.booleans())
def test_clean_text_is_stable(text: str, limit: int, multiline: bool) -> None:
    """Cleaning twice changes nothing."""
    once = clean_text(text, limit, multiline=multiline)
    assert clean_text(once, limit, multiline=multiline) == once
    assert len(once) <= limit


def test_nothing_is_nothing() -> None:
    """Empty and missing values are empty strings, without complaint."""
    assert clean({}) == (IntakeValues(), [])
    assert clean({"name": None, "phone": "  ", "email": ""}) == (IntakeValues(), [])


def test_scalars_become_text() -> None:
    """A phone sent as a number is a phone; lists, mappings and absurd figures are not."""
    cleaned, problems = clean(
        {"phone": 380501234567, "extension": 12.0, "name": ["Ann"], "company": {"a": 1},
         "email": float("nan"), "tax_number": 10**5000, "country": b"UA"}
    )  # fmt: skip
    assert (cleaned.phone, cleaned.extension) == ("380501234567", "12")
    assert (cleaned.name, cleaned.company, cleaned.email, cleaned.tax_number) == ("", "", "", "")
    assert problems == [f"type:{n}" for n in ("name", "email", "company", "tax_number", "country")]


def test_long_field_is_cut_and_told() -> None:
    """A megabyte in a field is cut to the field's length."""
    cleaned, problems = clean({"message": "a" * 1_000_000, "name": "b" * 120})
    assert (len(cleaned.message), len(cleaned.name), problems) == (20_000, 120, ["cut:message"])


def test_hostile_marks_are_thinned() -> None:
    """A letter with thousands of marks, whose ordering would be quadratic, keeps a few."""
    cleaned, _problems = clean({"message": "a" + "\u0316\u0301" * 40_000})
    assert len(cleaned.message) <= 9


@pytest.mark.parametrize("field", ["page", "referrer", "website"])
@pytest.mark.parametrize("url", ["javascript:alert(1)", " JavaScript:x", "data:text/html,x"])
def test_unsafe_links_are_dropped(field: str, url: str) -> None:
    """A link that would run a script is not stored."""
    cleaned, problems = clean({field: url})
    assert (getattr(cleaned, field), problems) == ("", [f"unsafe:{field}"])


def test_links_stay() -> None:
    """Ordinary addresses are kept, with and without scheme."""
    for url in ("https://a.hu/x?y=z#q", "/contact", "acme.hu:8080/x", "www.acme.hu"):
        assert clean({"page": url})[0].page == url


def test_consent() -> None:
    """A ticked box in any language is consent; anything else is not."""
    for yes in (True, 1, "on", "YES", "так", "Да", "igen", "是", "true"):
        assert clean({"consent": yes})[0].consent
    for no in (False, 0, None, "off", "no", "ні", "", [], {}, "maybe"):
        assert not clean({"consent": no})[0].consent


def test_click_ids_flat_and_nested() -> None:
    """Known click identifiers are collected wherever they stand, others are not."""
    cleaned, problems = clean(
        {"gclid": "a", "click_ids": {"fbclid": "b", "evil": "c", "yclid": []}}
    )
    assert (cleaned.click_ids, problems) == ({"gclid": "a", "fbclid": "b"}, [])
    assert clean({"click_ids": "x"})[1] == ["type:click_ids"]


def test_language() -> None:
    """Only what looks like a language code is one."""
    assert clean({"language": "uk-UA"})[0].language == "uk-UA"
    assert clean({"language": "zh_TW"})[0].language == "zh_TW"
    assert clean({"language": "<b>"}) == (IntakeValues(), ["format:language"])


def test_lines_only_in_texts() -> None:
    """A name has no line ends (no second header is possible), a message keeps them."""
    cleaned, _problems = clean(
        {"name": "Ann\r\nBcc: x@y.hu", "message": "a\r\n\r\n\r\n\r\nb\u2028c"}
    )
    assert (cleaned.name, cleaned.message) == ("Ann Bcc: x@y.hu", "a\n\nb\nc")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd|'/c calc'!A0", "-2+3+cmd|x", "@SUM(1)", " =x", "\t=x", "＝x", "=", "-", "+a"],
)
def test_formulas_are_defused(text: str) -> None:
    """A formula in an export is text."""
    assert defuse(text) == f"'{text}"


@pytest.mark.parametrize("text", ["+380 50 123-45-67", "-12.5", "(044) 1", "a=b", "Ann", "", "1-2"])
def test_numbers_are_not_formulas(text: str) -> None:
    """Phones and figures are exported as they are."""
    assert defuse(text) == text


@given(ANY_TEXT)
def test_defused_is_harmless(text: str) -> None:
    """After defusing nothing is a formula any more."""
    assert not is_formula(defuse(text))
