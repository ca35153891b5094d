# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""E-mail addresses, websites and tax numbers."""

from string import ascii_uppercase

import pytest
from crm_lead_dedup_tools.emails import (
    company_domain,
    email_key,
    find_emails,
    is_free_domain,
    is_role_mailbox,
    normalize_email,
    split_addresses,
)
from crm_lead_dedup_tools.tax_numbers import normalize_tax_number
from crm_lead_dedup_tools.websites import company_host, host_of
from hypothesis import given
from hypothesis import strategies as st

_COUNTRIES = [f"{one}{other}" for one in ascii_uppercase for other in ascii_uppercase] + ["", "U1"]
_WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)
_LOCAL = st.lists(_WORD, min_size=1, max_size=3).map(".".join)
_DOMAIN = st.tuples(_WORD, st.sampled_from(["hu", "com.ua", "ru", "com", "tw"])).map(".".join)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Ann@Acme.HU", "ann@acme.hu"),
        ("  ann@acme.hu.  ", "ann@acme.hu"),
        ('"Ann, Lee" <ann@acme.hu>', "ann@acme.hu"),
        ("Ann [mailto:ann@acme.hu]", "ann@acme.hu"),
        ("ann@acme.hu, bob@acme.hu", "ann@acme.hu"),
        ("'ann@acme.hu'", "ann@acme.hu"),
        ("ann＠acme.hu", "ann@acme.hu"),
        ("ann@acme.hu\x00", "ann@acme.hu"),
        ("アン@例え.テスト", "アン@xn--r8jz45g.xn--zckzah"),
        ("o'neil@acme.hu", "o'neil@acme.hu"),
        ("ann", None),
        ("ann@", None),
        ("@acme.hu", None),
        ("ann@acme", None),
        ("ann@acme..hu", None),
        ("ann@-acme.hu", None),
        (".ann@acme.hu", None),
        ("ann@1.2.3.4", None),
        ("a" * 65 + "@acme.hu", None),
        ("", None),
        (None, None),
    ],
)
def test_normalize_email(raw: str | None, expected: str | None) -> None:
    """The first address in one spelling, or none."""
    assert normalize_email(raw) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ivan.petrov@gmail.com", "IvanPetrov+news@googlemail.com"),
        ("ivan+a@acme.hu", "ivan+b@acme.hu"),
        ("ivan.petrov@yandex.ru", "ivan-petrov@ya.ru"),
        ("ann@pm.me", "ann@protonmail.com"),
    ],
)
def test_same_mailbox(one: str, other: str) -> None:
    """Two names of a mailbox have one key."""
    assert email_key(one) == email_key(other)


def test_other_mailboxes_stay_apart() -> None:
    """Dots matter everywhere but at gmail, and a bare tag is a name."""
    assert email_key("i.p@acme.hu") != email_key("ip@acme.hu")
    assert email_key("+a@acme.hu") == "+a@acme.hu"
    assert email_key("no address") == "no address"


@given(_LOCAL, _DOMAIN)
def test_keys_are_stable(local: str, domain: str) -> None:
    """Normalising twice changes nothing, nor does upper case."""
    address = f"{local}@{domain}"
    assert normalize_email(address.upper()) == address
    assert email_key(email_key(address)) == email_key(address)
    assert find_emails(f"x <{address}>, ({address}). ") == [address]


@given(st.text(max_size=300))
def test_addresses_never_raise(text: str) -> None:
    """Any text is read; what is found is an address that normalises to itself."""
    for address in split_addresses(text):
        assert normalize_email(address) == address
    email_key(text)
    is_role_mailbox(text)
    is_free_domain(text)
    company_domain(text)


@pytest.mark.parametrize(
    "local",
    ["info", "sales", "office", "Info2", "sales.kyiv", "kyiv-sales", "noreply", "no-reply", "zakaz",
     "buhgalteria", "iroda", "ugyfelszolgalat", "mail", "hello", "orders+web"],
)  # fmt: skip
def test_role_mailbox(local: str) -> None:
    """Departments' mailboxes in four languages."""
    assert is_role_mailbox(f"{local}@acme.hu")


@pytest.mark.parametrize("local", ["ann", "olha.petrenko", "informator", "salesman", "test.ann"])
def test_personal_mailbox(local: str) -> None:
    """People's mailboxes, also when they contain such a word."""
    assert not is_role_mailbox(f"{local}@acme.hu")


@pytest.mark.parametrize(
    "domain",
    ["gmail.com", "mail.ru", "ukr.net", "yahoo.com.tw", "freemail.hu", "qq.com", "ms17.hinet.net",
     "outlook.de", "yandex.ua"],
)  # fmt: skip
def test_free_mail_names_no_company(domain: str) -> None:
    """A free mailbox says nothing about a company."""
    assert is_free_domain(domain)
    assert company_domain(f"ann@{domain}") is None


@pytest.mark.parametrize(
    ("url", "host", "company"),
    [
        ("https://www.acme.com.ua/a?b#c", "www.acme.com.ua", "acme.com.ua"),
        ("ACME.hu:8069", "acme.hu", "acme.hu"),
        ("http:/acme.hu\\x", "acme.hu", "acme.hu"),
        ("http://user:pw@shop.acme.kiev.ua", "shop.acme.kiev.ua", "acme.kiev.ua"),
        ("ann@acme.hu", "acme.hu", "acme.hu"),
        ("//acme.hu/x", "acme.hu", "acme.hu"),
        ("www.пример.рф", "www.xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
        ("acme。tw", "acme.tw", "acme.tw"),
        ("https://www.facebook.com/acme", "www.facebook.com", None),
        ("t.me/acme", "t.me", None),
        ("https://acme.prom.ua", "acme.prom.ua", None),
        ("192.168.0.1:80", "192.168.0.1", None),
        ("com.ua", "com.ua", None),
        ("localhost", None, None),
        ("no site yet", None, None),
        ("http://[::1]/", None, None),
        ("javascript:alert(1)", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_hosts(url: str | None, host: str | None, company: str | None) -> None:
    """The host as written and the domain that names the company."""
    assert (host_of(url), company_host(url)) == (host, company)


@given(st.text(max_size=200))
def test_hosts_never_raise(url: str) -> None:
    """Any text has a host or none, and the company's domain is a part of it."""
    host, company = host_of(url), company_host(url)
    assert company is None or (host is not None and host.endswith(company))


@pytest.mark.parametrize(
    ("raw", "region", "expected"),
    [
        ("7707083893", "RU", "7707083893"),
        ("ИНН 770 708 3893 / КПП 770701001", "RU", "7707083893"),
        ("ЄДРПОУ 14360570", "UA", "14360570"),
        ("ІПН: 3012345678", "ua", "3012345678"),
        ("HU12345678", "HU", "12345678"),
        ("12345678-2-42", "HU", "12345678"),
        ("HU12345678", "AT", "HU12345678"),
        ("HU12345678", None, "HU12345678"),
        ("EL 094259216", "GR", "094259216"),
        ("ATU12345678", "AT", "U12345678"),
        ("de 136 695 976", "DE", "136695976"),
        ("統一編號：04595257", "TW", "04595257"),
        ("０４５９５２５７", "TW", "04595257"),
        ("VAT No. HU12345678", "HU", "12345678"),
        ("ABC12345", "EU", "ABC12345"),
        ("12345", "UA", None),
        ("none", "UA", None),
        ("abcdefgh", "UA", None),
        ("", "UA", None),
        (None, None, None),
        ("1" * 60, "UA", None),
    ],
)
def test_tax_numbers(raw: str | None, region: str | None, expected: str | None) -> None:
    """One spelling, whatever label, prefix or punctuation came along."""
    assert normalize_tax_number(raw, region) == expected


@given(st.text(max_size=120), st.one_of(st.none(), st.sampled_from(_COUNTRIES)))
def test_tax_numbers_never_raise(raw: str, region: str | None) -> None:
    """Any text gives a compact number or none."""
    number = normalize_tax_number(raw, region)
    assert number is None or (number.isascii() and number.isalnum() and number == number.upper())
