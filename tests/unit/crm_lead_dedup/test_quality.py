# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is a lead and what is interest only."""

from typing import Any

import pytest
from crm_lead_dedup_tools.phones import parse_phone
from crm_lead_dedup_tools.quality import is_interest

FREE, MOBILE = "0 800 500 500", "050 123 45 67"


@pytest.mark.parametrize(
    ("phone", "values", "expected"),
    [
        (FREE, {}, True),
        (MOBILE, {}, False),
        (MOBILE, {"phone_is_company_card": True}, True),
        (MOBILE, {"company": "Acme"}, True),
        (MOBILE, {"company": "Acme", "name": "ТОВ Acme"}, True),
        (MOBILE, {"company": "Acme", "email": "info@acme.ua"}, True),
        (MOBILE, {"company": "Acme", "name": "Ann"}, False),
        (MOBILE, {"company": "Acme", "email": "ann@acme.ua"}, False),
        (FREE, {"name": "Ann"}, False),
        (FREE, {"extension": "12"}, False),
        (f"{FREE} доб. 12", {}, False),
        (MOBILE, {"phone_is_company_card": True, "extension": "5"}, False),
        ("", {"name": "Ann", "channel": "import"}, True),
        ("", {"name": "Ann", "channel": "manual"}, True),
        ("", {"name": "Ann", "channel": "email"}, True),
        ("123", {"name": "Ann", "channel": "import"}, True),
        ("", {"name": "Ann", "channel": "web_form"}, False),
        ("", {"name": "Ann", "channel": "import", "email": "a@b.ua"}, False),
        (MOBILE, {"name": "Ann", "channel": "import"}, False),
        ("", {"channel": "import"}, False),
    ],
)
def test_interest(phone: str, values: dict[str, Any], expected: bool) -> None:
    """A corporate number without extension and person, or a bare name, is interest only."""
    plain = {"extension": "", "name": "", "company": "", "email": "", "channel": "web_form",
             "phone_is_company_card": False}  # fmt: skip
    assert is_interest(phone=parse_phone(phone, ["UA"]), **{**plain, **values}) is expected


def test_shared_cost_number_is_interest() -> None:
    """A number billed to both sides belongs to a company."""
    phone = parse_phone("+43 810 123456")
    assert phone is not None
    assert phone.kind == "shared_cost"
    assert is_interest(
        phone=phone, extension="", name="", company="", email="", channel="api",
        phone_is_company_card=False,
    )  # fmt: skip
