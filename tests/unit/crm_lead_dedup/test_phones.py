# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Phone numbers in the spellings of five countries."""

import phonenumbers
import pytest
from crm_lead_dedup_tools.phones import Phone, find_phones, parse_phone, split_phones
from hypothesis import given
from hypothesis import strategies as st

UA, RU, HU, TW = ["UA"], ["RU"], ["HU"], ["TW"]


def _parsed(raw: str, regions: list[str]) -> Phone:
    phone = parse_phone(raw, regions)
    assert phone is not None
    return phone


@pytest.mark.parametrize(
    ("raw", "regions"),
    [
        ("+380501234567", []),
        ("+380 (0)50 123 45 67", []),
        ("+38 (050) 123-45-67", []),
        ("38 050 123 45 67", UA),
        ("380501234567", UA),
        ("380501234567", RU),
        ("0501234567", UA),
        ("050-123-45-67", UA),
        ("(050) 123 45 67", UA),
        ("50 123 45 67", UA),
        ("8 (050) 123-45-67", UA),
        ("80501234567", UA),
        ("8-050-123-45-67", ["HU", "UA"]),
        ("+8 050 123 45 67", UA),
        ("00380501234567", UA),
        ("00380 50 1234567", RU),
        ("8 10 380 50 123 45 67", RU),
        ("810380501234567", UA),
        ("０５０－１２３－４５－６７", UA),
        ("٠٥٠١٢٣٤٥٦٧", UA),
        ("tel:+380-50-123-45-67", []),
        ("моб. 050.123.45.67", UA),
        ("050 123 45 67, 067 765 43 21", UA),
        ("050 123-45-67/68", UA),
        ("\u202a+380501234567\u202c", []),
        ("050\xa0123\xa045\xa067", UA),
    ],
)
def test_one_ukrainian_number_in_all_spellings(raw: str, regions: list[str]) -> None:
    """However it is written, it is the same number with the same last nine digits."""
    phone = _parsed(raw, regions)
    assert (phone.e164, phone.tail, phone.region) == ("+380501234567", "501234567", "UA")


@pytest.mark.parametrize(
    ("raw", "regions", "e164", "kind"),
    [
        ("+36 30 123 4567", [], "+36301234567", "mobile"),
        ("06 30 123 4567", HU, "+36301234567", "mobile"),
        ("06-30/123-4567", HU, "+36301234567", "mobile"),
        ("30/123-4567", HU, "+36301234567", "mobile"),
        ("0036 30 123 4567", HU, "+36301234567", "mobile"),
        ("(06 1) 234-5678", HU, "+3612345678", "fixed"),
        ("06 80 123 456", HU, "+3680123456", "toll_free"),
        ("8 916 123-45-67", RU, "+79161234567", "mobile"),
        ("+8 916 123-45-67", RU, "+79161234567", "mobile"),
        ("+7 8 916 123 45 67", RU, "+79161234567", "mobile"),
        ("8-800-555-35-35", RU, "+78005553535", "toll_free"),
        ("8-800-555-35-35", ["UA", "RU"], "+78005553535", "toll_free"),
        ("0-800-500-500", UA, "+380800500500", "toll_free"),
        ("0912-345-678", TW, "+886912345678", "mobile"),
        ("(02) 2345-6789", TW, "+886223456789", "fixed"),
        ("1-800-FLOWERS", ["US"], "+18003569377", "toll_free"),
        ("+800 1234 5678", [], "+80012345678", "toll_free"),
    ],
)
def test_other_countries(raw: str, regions: list[str], e164: str, kind: str) -> None:
    """National prefixes, toll-free numbers and international prefixes of other plans."""
    phone = _parsed(raw, regions)
    assert (phone.e164, phone.kind) == (e164, kind)


@pytest.mark.parametrize(
    "marker",
    ["доб. ", "доб ", "добавочный ", "внутр. ", "вн.", "ext. ", "ext", " x", "#", "m.", "mellék ",
     "分機", "转 ", ";ext=", ",, ", "(доб. "],
)  # fmt: skip
def test_extension(marker: str) -> None:
    """The extension is cut off in every language, and shown behind the number."""
    phone = _parsed(f"044 123-45-67 {marker}12", UA)
    assert (phone.e164, phone.extension) == ("+380441234567", "12")
    assert phone.display == "+380 44 123 4567 ext. 12"


def test_unreadable_number_is_kept_as_typed() -> None:
    """What no plan knows keeps its text and its digits."""
    phone = _parsed(" 123-45-67 (office) ", UA)
    assert not phone.valid
    assert (phone.tail, phone.kind, phone.display) == ("1234567", "unknown", "123-45-67 (office)")


def test_tail_needs_seven_digits() -> None:
    """Six digits say nothing, ten give the last nine."""
    assert _parsed("123456", []).tail is None
    assert _parsed("0000000000", []).tail == "000000000"


def test_first_country_wins() -> None:
    """A number that exists in two countries is read with the first."""
    assert _parsed("0441234567", ["UA", "GB"]).region == "UA"
    assert (
        _parsed("01 234 5678", ["XX", "hu"]).e164 is None or _parsed("061 234 5678", ["hu"]).valid
    )


def test_split_keeps_numbers_whole() -> None:
    """Separators cut, slashes and commas inside a number do not."""
    assert split_phones("050 123 45 67, 067 123 45 67;\n06-30/123-4567 vagy +36 1 234 5678") == [
        "050 123 45 67", "067 123 45 67", "06-30/123-4567", "+36 1 234 5678",
    ]  # fmt: skip
    assert split_phones("(044) 123-45-67, доб. 12") == ["(044) 123-45-67, доб. 12"]
    assert split_phones(" - ") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Тел.: 8 (050) 123-45-67, моб. +380671234567", ["+380501234567", "+380671234567"]),
        ("050 123 45 67 або (050) 123-45-67", ["+380501234567"]),
        ("дзвоніть 0501234567!", ["+380501234567"]),
        ("Tel: 501234567", ["+380501234567"]),
        ("замовлення 501234567", []),
        ("ІПН 3012345678, рахунок 0501234567", []),
        ("22.11.2024 10:30, 2024-11-22, tel. 2024-11-22 12", []),
        ("UA213223130000026007233566001", []),
        ("код 12345678, сума 150 000,00", []),
    ],
)
def test_find_in_text(text: str, expected: list[str]) -> None:
    """Phones are found once and in order, other figures are not phones."""
    assert [phone.e164 for phone in find_phones(text, UA)] == expected


def test_find_reads_the_extension_behind() -> None:
    """An extension in any language belongs to the number before it."""
    found = find_phones(
        "Irodánk: 06 1 234 5678 mellék 5, 電話 (02) 2345-6789 分機 12", ["HU", "TW"]
    )
    assert [(p.e164, p.extension) for p in found] == [("+3612345678", "5"), ("+886223456789", "12")]


_PHONEISH = st.text(alphabet="0123456789+-() .,/;#xдобext\u202a０９٣\x00", max_size=40)


@given(
    st.one_of(st.text(max_size=300), _PHONEISH), st.lists(st.sampled_from("UA RU HU XX".split()))
)
def test_never_raises(raw: str, regions: list[str]) -> None:
    """Any text is a phone or none; a valid one is valid again when read from its own form."""
    phone = parse_phone(raw, regions)
    if phone is None:
        return
    assert phone.tail is None or 7 <= len(phone.tail) <= 9
    if phone.e164:
        again = _parsed(phone.e164, [])
        assert (again.e164, again.tail) == (phone.e164, phone.tail)


@given(st.one_of(st.text(max_size=300), _PHONEISH))
def test_find_never_raises(text: str) -> None:
    """Whatever is found in a text is valid."""
    assert all(phone.valid for phone in find_phones(text, ["UA", "RU"]))


_EXAMPLES = [
    example
    for region in ("UA", "RU", "HU", "TW", "DE", "US", "PL")
    for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
    if (example := phonenumbers.example_number_for_type(region, kind))
]


@given(st.sampled_from(_EXAMPLES), st.sampled_from([0, 1, 2]), st.sampled_from(["", " доб. 7"]))
def test_formats_round_trip(number: phonenumbers.PhoneNumber, form: int, extension: str) -> None:
    """A number written in E.164, international or national form is read back."""
    region = phonenumbers.region_code_for_number(number)
    written = phonenumbers.format_number(number, form) + extension
    expected = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    phone = _parsed(written, [region])
    assert (phone.e164, phone.extension) == (expected, "7" if extension else None)
