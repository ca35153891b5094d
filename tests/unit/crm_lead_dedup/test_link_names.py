# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names of people and companies, places and numbers as comparable values."""

import pytest
from crm_lead_dedup_tools.linkage.contacts import mailboxes, phone_tails
from crm_lead_dedup_tools.linkage.firms import firm, names_a_firm, trader
from crm_lead_dedup_tools.linkage.people import person
from crm_lead_dedup_tools.linkage.places import city, street
from crm_lead_dedup_tools.lists import Lists


def _person(name: str) -> list[str]:
    return sorted(person(name).text.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Саша Коваленко", "Александр Коваленко"),
        ("Олександр Коваленко", "Kovalenko Oleksandr Petrovych"),
        ("Катя Фёдорова", "Екатерина Федорова"),
        ("Alyona Fyodorova", "Елена Федорова"),
        ("Bözsi Kiss", "Kiss Erzsébet"),
        ("dr. Nagy Sanyi", "Sándor Nagy"),
        ("Bill Gates", "GATES, William"),
        ("Mike O'Neill", "Michael ONeill"),
        ("ГончаренкоОлена", "Honcharenko Olena"),
        ("歐陽娜娜", "Ouyang Nana"),
        ("王小明先生", "Wang Xiaoming"),
        ("Vincent van Gogh", "Gogh Vincent"),
        ("Юрий (новый)", "Юрій"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    """Alphabets, short forms, patronymics, titles, order and glued names fall together."""
    assert _person(one) == _person(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО «Ромашка»", "Общество с ограниченной ответственностью Ромашка"),
        ("ТзОВ Ромашка", "Romashka LLC"),
        ("Acme Kft.", "ACME Korlátolt Felelősségű Társaság"),
        ("Müller GmbH & Co. KG", "Muller"),
        ("Dupont S.A.R.L.", "Dupont Société à responsabilité limitée"),
        ("Nowak sp. z o.o.", "NOWAK Spółka z ograniczoną odpowiedzialnością"),
        ("Novák s.r.o.", "Novák, společnost s ručením omezeným"),
        ("Popescu S.R.L.", "Popescu societate cu răspundere limitată"),
        ("Rossi S.p.A.", "Rossi Società per azioni"),
        ("Jansen B.V.", "Jansen besloten vennootschap"),
        ("Svensson AB", "Svensson Aktiebolag"),
        ("Virtanen Oy", "Virtanen Osakeyhtiö"),
        ("Tamm OÜ", "Tamm Osaühing"),
        ("Silva Lda", "Silva Sociedade por quotas"),
        ("García S.L.", "García Sociedad Limitada"),
        ("Horvat d.o.o.", "Horvat društvo s ograničenom odgovornošću"),
        ("Ivanov EOOD", "Ivanov ЕООД"),
        ("Yılmaz A.Ş.", "Yılmaz Anonim Şirketi"),
        ("TOO Алма", "Алма товарищество с ограниченной ответственностью"),
        ("Smith Pty Ltd", "Smith Pty. Limited"),
        ("Tan Pte. Ltd.", "Tan Private Limited"),
        ("Lim Sdn. Bhd.", "Lim Sendirian Berhad"),
        ("山田株式会社", "山田"),
        ("大眾有限公司", "大眾股份有限公司"),
        ("PT Maju Tbk", "Maju Perseroan Terbatas"),
        ("PrintTeam Kft", "Print Team Kft"),
    ],
)
def test_one_company(one: str, other: str) -> None:
    """Legal forms of many countries say nothing, short or spelled out."""
    assert firm(one).words == firm(other).words


@pytest.mark.parametrize(
    ("name", "branch"),
    [
        ("АО Васильев, филиал Саратов", "saratov"),
        ("ТОВ «Ковтун», представництво Київ", "kiv"),
        ("Cedar Ridge Supplies, branch Sheffield", "sefield"),
        ("Acme Ltd, office Kyiv", "kiv"),
        ("杭州新联科技分公司", "-"),
        ("Home Office Furniture", ""),
        ("Acme", ""),
    ],
)
def test_branches(name: str, branch: str) -> None:
    """A branch is known by its word, and what comes behind it says which."""
    assert firm(name).branch == branch


def test_sole_traders_are_people_and_firms() -> None:
    """The firm's name is the person's."""
    assert firm("ФОП Петренко Ольга").trader
    assert firm("Kovács Béla e.v.").trader
    assert trader("ИП Петров Иван Иванович").words == ("petrov", "ivan")


def test_people_are_no_firms() -> None:
    """Short forms that are names as well do not make a company of somebody."""
    assert not any(names_a_firm(name) for name in ("Sia Furler", "Ip Man", "Олег Ат", "王小明"))
    assert all(names_a_firm(name) for name in ("Acme Ltd", "ТОВ Ромашка", "大眾有限公司"))


@pytest.mark.parametrize(
    "text",
    [
        "+380 50 123-45-67",
        "050 123 45 67",
        "8 (050) 123-45-67 доб. 12",
        "380501234567 дод. 12",
        "00380501234567",
    ],
)
def test_phones(text: str) -> None:
    """Prefixes, trunk digits and extensions do not matter."""
    assert phone_tails([text], ("UA",)) == (501234567,)


def test_several_phones_in_one_field() -> None:
    """All of them count, each once."""
    text = "050 123-45-67, +380671234567; 0501234567"
    assert phone_tails([text], ("UA",)) == (501234567, 671234567)


def test_lists_of_mailboxes_and_domains_can_be_edited() -> None:
    """What is a role and what is free mail comes from the lists."""
    (box,) = mailboxes(["verkoop@acme.nl"])
    assert (box.role, box.free) == (False, False)
    own = Lists(role_words=frozenset({"verkoop"}), free_domains=frozenset({"acme.nl"}))
    (box,) = mailboxes(["verkoop@acme.nl"], own)
    assert (box.role, box.free) == (True, True)


def test_cities_and_addresses() -> None:
    """One city in several languages; an address in one field or two."""
    assert len({city(name).code for name in ("Київ", "Киев", "Kyiv", "Kiev", "г. Киев")}) == 1
    assert city("Bécs") == city("Wien")
    assert street("вул. Франка, 22") == street("Франка", "буд. 22")
    assert street("5 Main Street", "Rose Farm").text == "main rose farm"
