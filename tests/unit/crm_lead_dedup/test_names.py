# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names of one person or company across alphabets."""

import pytest
from crm_lead_dedup_tools.names import fold_name, same_name
from hypothesis import given
from hypothesis import strategies as st

_NAMES = st.text(alphabet="абвгґеєжзиіїйклмнопрстуфхцчшщьюяabcdefghőűáéз王小明 .-'’", max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Юрий Щербаков", "Yuriy Shcherbakov"),
        ("Юрий Щербаков", "Scherbakov Jurij"),
        ("Сергей Хоменко", "Serhii Khomenko"),
        ("Сергей Хоменко", "Сергій Хоменко"),
        ("Андрей Ткачук", "Andrii Tkachuk"),
        ("Евгений Жук", "Yevhenii Zhuk"),
        ("Ганна Горбань", "Hanna Horban"),
        ("Татьяна Яковлева", "Tatyana Iakovleva"),
        ("Виктор Цой", "Victor Tsoi"),
        ("Мар'яна Дем’янчук", "Mariana Demianchuk"),
        ("Людмила Фёдорова", "Liudmila Fedorova"),
        ("Nagy Ágnes", "Ágnes NAGY"),
        ("Kovács-Tóth Ödön", "Kovacs Toth Odon"),
        ("dr. Szabó István", "Szabo Istvan"),
        ("王小明", "Wang Xiaoming"),
        ("王小明先生", "王小明"),
        ("國際貿易有限公司", "国际贸易"),
        ("ТОВ «Сонячний Дім»", "Сонячний дім, ТОВ"),
        ("ООО Ромашка", "Общество с ограниченной ответственностью «Ромашка»"),
        ("ФОП Петренко Ольга", "Фізична особа-підприємець Петренко Ольга"),
        ("О.О.О. Ромашка", "Romashka LLC"),
        ("Acme Kft.", "ACME Korlátolt Felelősségű Társaság"),
        ("ACME INC", "Acme, Ltd."),
    ],
)
def test_same_words(one: str, other: str) -> None:
    """Spelling, alphabet, order, legal form and title make no difference."""
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ольга Петренко", "Петренко Ольга Іванівна"),
        ("О. Петренко", "Петренко Ольга"),
        ("Петренко О.І.", "Петренко Ольга Іванівна"),
        ("Ольга", "Ольга Петренко"),
    ],
)
def test_part_of_a_name(one: str, other: str) -> None:
    """A patronymic more, initials, or only the given name are still the same person."""
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ольга Петренко", "Олег Петренко"),
        ("Ольга Петренко", "Ольга Іваненко"),
        ("Я", "Яна Петренко"),
        ("Клієнт", "Клієнт"),
        ("Test", "test"),
        ("12345", "12345"),
        ("", "Ann"),
        ("", ""),
        ("-", "—"),
        ("Acme Trade", "Acme Service"),
    ],
)
def test_other_people(one: str, other: str) -> None:
    """Relatives, namesakes, stand-ins and nothing at all are not the same."""
    assert not same_name(one, other)
    assert not same_name(other, one)


def test_legal_form_alone_stays() -> None:
    """A name made of a legal form only is better than no name."""
    assert fold_name("Kft.") == "kft"


@given(_NAMES, _NAMES)
def test_symmetric_and_total(one: str, other: str) -> None:
    """The order of arguments, case and word order do not matter."""
    assert same_name(one, other) == same_name(other, one)
    assert fold_name(one.upper()) == fold_name(one)


@given(st.text(max_size=300))
def test_folded_is_plain(name: str) -> None:
    """The folded form of anything is lower-case letters, digits and spaces, words sorted."""
    folded = fold_name(name)
    assert folded == " ".join(sorted(folded.split()))
    assert all(char.isalnum() or char == " " for char in folded)
