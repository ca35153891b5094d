# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

import pytest
from crm_kpi_scorecard_tools import codes
from hypothesis import given
from hypothesis import strategies as st


@given(st.text(), st.sets(st.sampled_from(["kpi", "kpi_2", "a", "b"])))
def test_is_a_free_code(name, used):
    """Whatever the name is, the code is one that formulas can call, and free."""
    code = codes.proposed(name, used, "kpi")
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,62}", code)
    assert code not in used


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Deals won", "deals_won"),
        ("  Cost (per lead)  ", "cost_per_lead"),
        ("Выручка", "vyruchka"),
        ("Об’єкти, що зданi", "obekti_shcho_zdani"),
        ("Árbevétel, Ft", "arbevetel_ft"),
        ("2nd visit", "nd_visit"),
        ("營業額", "kpi"),
    ],
)
def test_from_the_name(name, code):
    """Words of the name in small Latin letters; a name without any gets the usual one."""
    assert codes.proposed(name, (), "kpi") == code


def test_free_number():
    """The first number that nobody has."""
    assert codes.proposed("Deals", {"deals", "deals_2"}, "kpi") == "deals_3"
