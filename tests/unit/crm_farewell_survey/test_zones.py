# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whose zone is sure."""

import pytest
from crm_farewell_survey_tools.regions import REGIONS
from crm_farewell_survey_tools.zones import is_zone, zone_of_person, zone_of_phone
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("country", "region", "phone", "wanted"),
    [
        ("HU", "", "", "Europe/Budapest"),
        ("hu", "", "+1 212 555 0123", "Europe/Budapest"),
        ("US", "CA", "+1 212 555 0123", "America/Los_Angeles"),
        ("US", "TX", "+1 915 555 0123", "America/Denver"),
        ("US", "", "212 555 0123", "America/New_York"),
        ("RU", "KAM", "", "Asia/Kamchatka"),
        ("RU", "", "+7 383 212 3456", "Asia/Novosibirsk"),
        ("", "", "+380 50 123 4567", "Europe/Kyiv"),
        ("", "CA", "", None),
        ("RU", "", "+7 916 123 4567", None),
        ("ES", "", "", None),
        ("ES", "TF", "", "Atlantic/Canary"),
    ],
)
def test_first_that_is_sure(country, region, phone, wanted):
    """The region, the country, the prefix: the first one without doubt."""
    assert zone_of_person(country, region, phone) == wanted


def test_table():
    """Every zone of the table exists, and no region stands in it twice."""
    for regions in REGIONS.values():
        assert all(is_zone(zone) for zone in regions.values())
    assert sum(map(len, REGIONS.values())) > 200


@given(st.text(max_size=20), st.sampled_from(["", "HU", "XX"]))
def test_whatever_is_typed(phone, country):
    """What is no number has no zone, and is no error."""
    zone = zone_of_phone(phone, country)
    assert zone is None or is_zone(zone)
