# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Duplicates among records: the pure path from records to pairs."""

import math

import pytest
from crm_lead_dedup_tools.api import Pair, link

Record = dict[str, object]
URII: Record = {"name": "Юрий Щербаков", "phone": "+380 50 123-45-67", "country": "UA"}


def _pair(one: Record, other: Record) -> Pair | None:
    """The only pair of two records."""
    found = link([{"id": 1, **one}, {"id": 2, **other}])
    assert len(found) <= 1
    return found[0] if found else None


def _judged(one: Record, other: Record) -> tuple[str, str] | None:
    pair = _pair(one, other)
    return (pair.tier, pair.relation) if pair else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (URII, {"name": "Scherbakov Yurii", "phone": "(050) 123 45 67"}),
        (
            {"name": "Саша Коваленко", "phone": "0671234567", "country": "UA"},
            {"name": "Коваленко Олександр Іванович", "phone": "+380 67 123 45 67 дод. 3"},
        ),
        (
            {"name": "Nagy Bözsi", "email": "nagy.e@freemail.hu"},
            {"name": "Erzsébet NAGY", "email": "Nagy.E@freemail.hu"},
        ),
        (
            {"name": "王小明", "email": "xm.wang@qq.com", "phone": "13800138000"},
            {"name": "Wang Xiao-Ming", "email": "xm.wang@qq.com"},
        ),
        (
            {"name": "ТОВ «Сонячний Дім»", "is_company": True, "vat": "40123456", "city": "Київ"},
            {"name": "SONIACHNYI DIM LLC", "is_company": True, "vat": "40123456", "city": "Kyiv"},
        ),
        (
            {"name": "ФОП Петренко Ольга Іванівна", "is_company": True, "phone": "0501112233"},
            {"name": "Ольга Петренко", "phone": "+380501112233"},
        ),
    ],
)
def test_the_same_without_asking(one: Record, other: Record) -> None:
    """One name in any spelling with a number, mailbox or tax number of one's own is certain."""
    assert _judged(one, other) == ("automatic", "duplicate")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (URII, {"name": "Щербакова Ольга", "phone": "0501234567"}),
        (
            {"name": "Ann Lee", "email": "lee@gmail.com", "phone": "+36301234567"},
            {"name": "Paul Lee", "email": "lee@gmail.com", "phone": "+36301234567"},
        ),
        (
            {
                "name": "Kovács János",
                "phone": "+36301234567",
                "street": "Fő utca 1",
                "city": "Pécs",
            },
            {
                "name": "Kovács Jánosné",
                "phone": "+36301234567",
                "street": "Fő u. 1",
                "city": "Pécs",
            },
        ),
        (
            {"name": "Acme Kft.", "is_company": True, "phone": "+3612345678"},
            {"name": "Nagy Béla", "company": "Acme Kft.", "phone": "+36 1 234 5678"},
        ),
        (
            {"name": "Acme Kft.", "is_company": True, "city": "Pécs", "phone": "+3612345678"},
            {"name": "Beta Zrt.", "is_company": True, "city": "Pécs", "phone": "+3612345678"},
        ),
    ],
)
def test_related_is_no_duplicate(one: Record, other: Record) -> None:
    """Families with one phone, a person and the company, two companies with one switchboard."""
    assert _judged(one, other) == ("review", "related")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"name": "Іваненко Олена", "phone": "+380501112233", "city": "Київ"},
            {"name": "Іваненко Олена", "phone": "+380679998877", "city": "Львів"},
        ),
        (
            {"name": "Ann Lee", "email": "ann@acme.hu", "company": "Acme Kft."},
            {"name": "Bob Ray", "email": "bob@acme.hu", "company": "Acme Kft."},
        ),
        ({"name": "Test", "city": "Kyiv"}, {"name": "test", "city": "Kyiv"}),
        ({}, {}),
    ],
)
def test_nothing_to_show(one: Record, other: Record) -> None:
    """Namesakes far apart, colleagues of one company, and records that say nothing."""
    assert _pair(one, other) is None


def test_a_branch_is_never_automatic() -> None:
    """The same company in another city has a card of its own, whatever else agrees."""
    card: Record = {
        "name": "ООО Ромашка", "is_company": True, "phone": "+7 495 123-45-67",
        "email": "zakaz@romashka.ru", "vat": "7707083893", "city": "Москва",
    }  # fmt: skip
    branch = card | {"name": "ООО Ромашка, филиал Тула", "city": "Тула"}
    assert (_judged(card, branch) or ("", ""))[0] != "automatic"
    assert (_judged(card, card | {"city": "Тула"}) or ("", ""))[0] != "automatic"


def test_a_surname_alone_is_never_automatic() -> None:
    """A whole family may have this phone and mailbox."""
    whole: Record = {"name": "Самойлов Павел", "phone": "+79261234567", "email": "sam@mail.ru"}
    assert (_judged(whole, whole | {"name": "Самойлов"}) or ("", ""))[0] != "automatic"


def test_explanation_adds_up() -> None:
    """The contributions with the prior are the log odds of the probability."""
    pair = _pair(URII, {"name": "Щербаков Юрій", "phone": "0501234568"})
    assert pair is not None
    total = sum(entry["contribution"] for entry in pair.explanation)
    assert math.isclose(1 / (1 + math.exp(-total)), pair.probability, abs_tol=0.001)
    assert pair.explanation[-1]["field"] == "prior"
    (phone,) = [entry for entry in pair.explanation if entry["field"] == "phone"]
    assert (phone["level"], phone["left"]) == ("close", "+380 50 123-45-67")


def test_a_missing_value_says_nothing() -> None:
    """An empty field neither helps nor harms."""
    with_street = _pair(URII | {"street": "Main 1"}, URII)
    without = _pair(URII, URII)
    assert with_street is not None
    assert without is not None
    assert math.isclose(with_street.probability, without.probability)


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        ("孟英诗", "孟颖诗", {"phone": "+8613800138000"}),
        ("Анна Ушакова", "Amena Ushakova", {"phone": "+79123456789"}),
        ("Julio Varga", "Julia Varga", {"phone": "+36301234567", "street": "Fő utca 1"}),
        ("Смирнова Анна Сергеевна", "Смирнова Анна Петровна", {"phone": "+79123456789"}),
        ("Уляна Ткачук", "Ткачук Юлія", {"phone": "+380954445959"}),
        ("Ann Lee", "Ann Lee", {"email": "info@acme.hu"}),
        ("Ann Lee", "Lee Ann", {"email": "sales@acme.hu", "company": "Acme", "city": "Pécs"}),
    ],
)
def test_what_relatives_and_colleagues_share_is_not_certain(
    one: str, other: str, more: Record
) -> None:
    """Names read alike, given names nearly alike, two fathers; a mailbox of everybody."""
    judged = _judged({"name": one, **more}, {"name": other, **more})
    assert judged is None or judged[0] == "review"


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        ("孟英诗", "孟英诗", {"phone": "+8613800138000"}),
        ("孟英诗", "Meng Yingshi", {"phone": "+8613800138000"}),
        ("Анна Ушакова", "Анна Ушаковва", {"phone": "+79123456789"}),
        ("Смирнова Анна Николаевна", "Смирнова Анна Миколаївна", {"phone": "+79123456789"}),
        ("Ann Lee", "Ann Lee", {"email": "info@acme.hu", "phone": "+36301234567"}),
    ],
)
def test_what_is_certain_all_the_same(one: str, other: str, more: Record) -> None:
    """The same characters or their reading, a slip in the surname, one father in two languages."""
    judged = _judged({"name": one, **more}, {"name": other, **more})
    assert judged == ("automatic", "duplicate")


def test_a_list_of_companies_is_known_by_its_names() -> None:
    """Nobody said that these are companies, and no legal form does."""
    words = "Palm Patina Spago Lutece Oceana Dawat Felidia Pisces Citrus Fenix".split()
    kinds = "Tavern Bistro Cafe Grill Diner".split()
    rows: list[Record] = [
        {"id": f"{a} {b}", "name": f"{a} {b} of {c}", "city": c, "street": f"{n} Main St"}
        for n, a in enumerate(words)
        for b in kinds
        for c in ("Boston",)
    ]
    rows += [row | {"id": f"{row['id']} 2", "name": f"the {row['name']}"} for row in rows[:9]]
    found = {frozenset((pair.left, pair.right)) for pair in link(rows)}
    assert {frozenset((row["id"], f"{row['id']} 2")) for row in rows[:9]} <= found


def test_relatives_with_one_mailbox_have_a_phone_each() -> None:
    """Names alike, one mailbox, one door; but each answers a phone of his own."""
    home: Record = {"email": "butler04@icloud.com", "street": "5 Park Street", "country": "GB"}
    one: Record = {"name": "Arden Buler", "phone": "+447900534881", **home}
    other: Record = {"name": "Ardena Butler", "phone": "+447411219298", **home}
    assert (_judged(one, other) or ("", ""))[0] != "automatic"
    assert (_judged(one, other | {"phone": ""}) or ("", ""))[0] == "automatic"
