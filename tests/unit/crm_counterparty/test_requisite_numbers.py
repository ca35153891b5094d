# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Numbers of companies: known ones pass, every wrong digit is found, what is wrong is told."""

import pytest
from crm_counterparty_tools.requisites import (
    digits,
    hu_person,
    hu_registration,
    hu_tax,
    iban,
    library,
    ru_account,
    ru_bik,
    ru_correspondent,
    ru_kpp,
    ru_ogrn,
    ru_okpo,
    tw_ubn,
    ua_ipn,
)
from crm_counterparty_tools.requisites.errors import Reason, RequisiteError
from hypothesis import given
from hypothesis import strategies as st
from stdnum.ru import ogrn as library_ogrn
from stdnum.tw import ubn as library_ubn

SPACES = st.sampled_from([" ", "-", ".", "\u00a0", ""])
BIK = "044525225"
RNOKPP = (-1, 5, 7, 9, 4, 6, 10, 5, 7)


def numbers(length, first="0123456789"):
    """Make up numbers of so many digits."""
    return st.tuples(
        st.sampled_from(first), st.text("0123456789", min_size=length - 1, max_size=length - 1)
    ).map("".join)


def wrong(validate, number, *args):
    """Return the error of a number that is refused."""
    with pytest.raises(RequisiteError) as caught:
        validate(number, *args)
    return caught.value


@pytest.mark.parametrize(
    ("module", "number", "printed"),
    [
        (ru_kpp, "7708 01001", "770801001"),
        (ru_ogrn, "1 0277 0013 2195", "1027700132195"),
        (ru_ogrn, "304500116000157", "304500116000157"),
        (ru_okpo, "0003-2537", "00032537"),
        (ru_bik, "044 525 225", BIK),
        (ru_account, "40702.810.9.3800.0000001", "40702810938000000001"),
        (ru_correspondent, "30101810400000000225", "30101810400000000225"),
        (ua_ipn, "3278 5592 6125", "327855926125"),
        (hu_tax, "10773381-2-44", "10773381-2-44"),
        (hu_person, "8071592153", "8071592153"),
        (hu_registration, "0109123456", "01-09-123456"),
        (tw_ubn, "１０４５８５７５", "10458575"),
    ],
)
def test_known_numbers(module, number, printed):
    """Numbers that exist pass however they are written; printed ones read back the same."""
    assert module.is_valid(number)
    assert module.format(number) == printed
    assert module.validate(printed) == module.compact(number) == module.validate(number)


@pytest.mark.parametrize(
    ("error", "reason", "details"),
    [
        (wrong(ru_kpp.validate, "77O801001"), Reason.CHARACTER, {"character": "O"}),
        (wrong(ru_kpp.validate, "7708AB0Z1"), Reason.CHARACTER, {"character": "Z"}),
        (wrong(ru_kpp.validate, "7708"), Reason.LENGTH, {"lengths": (9,), "length": 4}),
        (wrong(ru_ogrn.validate, "1027700132196"), Reason.CHECKSUM, {}),
        (
            wrong(ru_ogrn.validate, "0027700132196"),
            Reason.PART,
            {"part": "ru_ogrn_first", "found": "0"},
        ),
        (
            wrong(ru_ogrn.validate, "504500116000157"),
            Reason.PART,
            {"part": "ru_ogrn_first", "found": "5"},
        ),
        (
            wrong(ru_ogrn.validate, "304500116000157", (13,)),
            Reason.KIND,
            {"length": 15, "lengths": (13,)},
        ),
        (wrong(ru_okpo.validate, "00032538"), Reason.CHECKSUM, {}),
        (wrong(ru_bik.validate, "944525225"), Reason.PART, {"part": "ru_bik_first", "found": "9"}),
        (
            wrong(ru_account.validate, "40702810938000000002", BIK),
            Reason.OTHER,
            {"other": "ru_bik", "found": BIK},
        ),
        (
            wrong(ru_correspondent.validate, "40702810938000000001"),
            Reason.PART,
            {"part": "ru_correspondent_first", "found": "407"},
        ),
        (
            wrong(ru_correspondent.validate, "30101810400000000226", BIK),
            Reason.OTHER,
            {"other": "ru_bik_end", "found": "225"},
        ),
        (
            wrong(ua_ipn.validate, "327855926125", "14360570"),
            Reason.OTHER,
            {"other": "ua_edrpou", "found": "1436057"},
        ),
        (wrong(ua_ipn.validate, "1759013770"), Reason.CHECKSUM, {}),
        (wrong(hu_tax.validate, "10773382-2-44"), Reason.CHECKSUM, {}),
        (
            wrong(hu_tax.validate, "10773381-6-44"),
            Reason.PART,
            {"part": "hu_taxation", "found": "6", "allowed": "12345"},
        ),
        (
            wrong(hu_tax.validate, "10773381-2-99"),
            Reason.PART,
            {"part": "hu_county", "found": "99"},
        ),
        (
            wrong(hu_person.validate, "9071592153"),
            Reason.PART,
            {"part": "hu_person_first", "found": "9"},
        ),
        (wrong(hu_person.validate, "8071592154"), Reason.CHECKSUM, {}),
        (
            wrong(hu_registration.validate, "2109123456"),
            Reason.PART,
            {"part": "hu_court", "found": "21"},
        ),
        (
            wrong(hu_registration.validate, "0124123456"),
            Reason.PART,
            {"part": "hu_form", "found": "24"},
        ),
        (wrong(tw_ubn.validate, "00501502"), Reason.CHECKSUM, {}),
        (
            wrong(library.validate, "3285596", "ua.edrpou", (8,)),
            Reason.LENGTH,
            {"lengths": (8,), "length": 7},
        ),
        (
            wrong(library.validate, "123456789047", "ru.inn", (10,)),
            Reason.LENGTH,
            {"lengths": (10,), "length": 12},
        ),
        (wrong(library.validate, "3285596A", "ua.edrpou"), Reason.FORMAT, {}),
    ],
)
def test_told_what_is_wrong(error, reason, details):
    """The reason and its details are what the sentence for the user is made of."""
    assert (error.reason, error.details) == (reason, details)


@pytest.mark.parametrize(
    ("validate", "number"),
    [
        (ru_ogrn.validate, "1027700132195"),
        (ru_okpo.validate, "57972160"),
        (lambda number: ru_account.validate(number, BIK), "40702810938000000001"),
        (hu_person.validate, "8071592153"),
        (lambda number: library.validate(number, "ua.edrpou"), "32855961"),
        (ua_ipn.validate, "1759013776"),
        (lambda number: hu_tax.validate(number + "241"), "10773381"),
    ],
)
def test_wrong_digits_are_found(validate, number):
    """Of all digits that can be mistyped, the check digit finds nine of ten or more."""
    accepted = 0
    for place in range(len(number)):
        for digit in set("0123456789") - {number[place]}:
            try:
                validate(number[:place] + digit + number[place + 1 :])
            except RequisiteError:
                continue
            accepted += 1
    assert accepted <= len(number) * 9 / 10


@given(numbers(14, first="34"))
def test_sole_traders_the_library_refuses(begin):
    """All that the library takes is taken; beyond it only the remainders 10, 11 and 12."""
    number = begin + ru_ogrn.calc_check_digit(begin)
    assert ru_ogrn.is_valid(number)
    assert library_ogrn.is_valid(number) == (int(begin) % 13 < 10)


@given(numbers(8))
def test_business_numbers_the_library_takes(number):
    """Numbers of the old rule stay right under the new one."""
    if library_ubn.is_valid(number):
        assert tw_ubn.is_valid(number)


def test_business_numbers_since_2025():
    """A multiple of 5 is enough since 2025; the library does not know it."""
    assert tw_ubn.is_valid("00501508")
    assert not library_ubn.is_valid("00501508")
    # A 7 in the seventh place, taken as 1.
    assert tw_ubn.is_valid("10458574")
    assert tw_ubn.checksum("00000070") == 0


@given(st.sampled_from([7, 9, 13]).flatmap(numbers))
def test_one_check_digit_for_each(begin):
    """Exactly one digit makes a code of statistics right."""
    right = [digit for digit in "0123456789" if ru_okpo.is_valid(begin + digit)]
    assert right == [ru_okpo.calc_check_digit(begin)]


@given(numbers(20))
def test_accounts_without_a_bank(number):
    """No bank, a wrong code of it, or the treasury: only the form is checked."""
    assert ru_account.validate(number) == number
    assert ru_account.validate(number, "12") == number
    assert ru_account.validate("0" + number[1:], BIK) == "0" + number[1:]


@given(numbers(17), st.sampled_from(["044525000", "044525001"]))
def test_accounts_at_the_bank_of_russia(end, bik):
    """There the fifth and sixth digit of the bank's code count."""
    number = "405" + end
    assert ru_account.is_valid(number, bik) == ru_account.is_valid(number, "044525002")


def test_company_code_in_the_vat_number():
    """The number of a VAT payer begins with the company's code; a wrong code proves nothing."""
    assert ua_ipn.is_valid("328559626125", "32855961")
    assert ua_ipn.is_valid("328559626125", "1")
    assert not ua_ipn.is_valid("328559926125", "32855961")


@given(numbers(9))
def test_personal_numbers_of_ukraine(begin):
    """RNOKPP: the last digit is the weighted sum of the others by 11, by 10; no other is right."""
    total = sum(int(digit) * weight for digit, weight in zip(begin, RNOKPP, strict=True))
    right = [digit for digit in "0123456789" if ua_ipn.is_valid(begin + digit)]
    assert right == [str(total % 11 % 10)]


@given(numbers(8, first="1234567"))
def test_tax_numbers_of_persons_in_hungary(middle):
    """One digit is right, or none where the remainder has two."""
    begin = "8" + middle
    total = sum(int(digit) * place for place, digit in enumerate(begin, start=1))
    right = [digit for digit in "0123456789" if hu_person.is_valid(begin + digit)]
    assert right == [str(total % 11)][: total % 11 < 10]


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2),
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=11, max_size=30),
    st.data(),
)
def test_every_wrong_sign_of_an_iban(country, account, data):
    """The check digits are made as the standard says; a mistyped digit is always found."""
    rest = "".join(str(int(sign, 36)) for sign in account + country)
    number = f"{country}{98 - int(rest + '00') % 97:02}{account}"
    assert iban.validate(iban.format(number)) == number
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from(sorted(set("0123456789") - {number[place]})))
    assert not iban.is_valid(number[:place] + other + number[place + 1 :])


@given(numbers(9), st.lists(SPACES, min_size=9, max_size=9))
def test_separators_say_nothing(number, spaces):
    """However the digits are grouped, the number is the same."""
    written = "".join(digit + space for digit, space in zip(number, spaces, strict=True))
    assert digits.compact(written) == number


@given(st.text(max_size=30))
def test_anything_may_be_typed(text):
    """Nonsense is refused with a reason, never with another error."""
    for module in (ru_kpp, ru_ogrn, ru_okpo, ru_bik, ru_account, ru_correspondent, ua_ipn):
        assert module.is_valid(text) in {True, False}
    for module in (hu_tax, hu_person, hu_registration, tw_ubn):
        assert module.is_valid(text) in {True, False}
    assert iban.is_valid(text) in {True, False}
    assert library.is_valid(text, "ua.edrpou") in {True, False}


def test_module_the_library_has_not():
    """A name of nothing is the administrator's error, not the number's."""
    with pytest.raises(LookupError):
        library.validate("1", "xx.nothing")


@pytest.mark.parametrize(
    ("name", "number", "printed"),
    [
        ("pl.regon", "123456785", "123456785"),
        ("fr.siret", "73282932000074", "732 829 320 00074"),
    ],
)
def test_the_library_prints(name, number, printed):
    """Its own format where it has one, else the compact number."""
    assert library.format(number, name) == printed
