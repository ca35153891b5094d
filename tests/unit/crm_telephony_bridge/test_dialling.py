# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a PBX is told to dial, and what a company does not let it dial."""

import re

import pytest
from crm_telephony_bridge_tools.dialling import (
    DiallingRule,
    dial_string,
    read_destination,
    verdict,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("written", "home", "e164"),
    [
        ("+380 50 123-45-67", "UA", "+380501234567"),
        ("(050) 123 45 67", "UA", "+380501234567"),
        ("00380501234567", "HU", "+380501234567"),
        ("380501234567", "HU", "+380501234567"),
        ("06 30 123 4567", "HU", "+36301234567"),
        ("8 (912) 345-67-89", "RU", "+79123456789"),
        ("02 2321 1234 ext. 55", "TW", "+886223211234"),
        ("٠٥٠١٢٣٤٥٦٧", "UA", "+380501234567"),
    ],
)
def test_a_card_s_number_is_read_in_the_country_it_is_dialled_in(written, home, e164):
    destination = read_destination(written, home)
    assert destination is not None
    assert destination.e164 == e164


@pytest.mark.parametrize(
    ("style", "prefix", "dialled"),
    [
        ("e164", "", "+79123456789"),
        ("double_zero", "0", "00079123456789"),
        ("national", "", "89123456789"),
        ("digits", "9,", "979123456789"),
    ],
)
def test_the_trunk_s_own_shape(style, prefix, dialled):
    assert dial_string(read_destination("+7 912 345-67-89", "RU"), "RU", style, prefix) == dialled


def test_abroad_by_the_country_s_own_way_of_dialling_abroad():
    abroad = read_destination("+380501234567", "RU")
    assert dial_string(abroad, "RU", "national") == "810380501234567"


@pytest.mark.parametrize("written", ["", "call me", "1" * 60])
def test_what_is_no_number_is_not_dialled(written):
    assert read_destination(written, "UA") is None


def test_an_unreadable_number_is_dialled_as_it_stands_through_the_outside_line():
    """The PBX may know better; a rule on its beginning still counts."""
    odd = read_destination("123-45-67", "UA")
    assert dial_string(odd, "UA", "e164", "9") == "91234567"
    assert verdict([DiallingRule(False, "prefix", ("123",))], odd, "UA")


@pytest.mark.parametrize(
    ("number", "allowed"),
    [
        ("+380501234567", True),
        ("+380900234567", False),
        ("+48512345678", True),
        ("+48700123456", False),
        ("+4915112345678", False),
        ("+88213123456", False),
        ("101", True),
    ],
)
def test_the_first_rule_that_matches_decides(number, allowed):
    rules = [
        DiallingRule(False, "premium"),
        DiallingRule(False, "prefix", ("+882", "+883")),
        DiallingRule(True, "country", ("PL",)),
        DiallingRule(False, "foreign"),
    ]
    decided = verdict(rules, read_destination(number, "UA"), "UA")
    assert (decided is None or decided.allowed) is allowed


def test_a_list_that_forbids_the_rest():
    rules = [DiallingRule(True, "country", ("UA",)), DiallingRule(False, "any")]
    assert not verdict(rules, read_destination("101", "UA"), "UA").allowed
    assert verdict(rules, read_destination("0501234567", "UA"), "UA").allowed


@given(
    st.text(max_size=150),
    st.sampled_from(["UA", "RU", "US", None]),
    st.sampled_from(["e164", "digits", "double_zero", "national"]),
    st.text(max_size=5),
)
def test_whatever_stands_on_a_card_only_digits_are_dialled(written, home, style, prefix):
    destination = read_destination(written, home)
    if destination is not None:
        assert re.fullmatch(r"[0-9]*\+?[0-9]+", dial_string(destination, home, style, prefix))


def test_a_rule_without_a_value_matches_nothing():
    nothing = DiallingRule(False, "prefix", ("",))
    assert verdict([nothing], read_destination("101", "UA"), "UA") is None
