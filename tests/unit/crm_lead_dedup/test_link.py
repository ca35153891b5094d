# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Duplicates among records: the pure path from records to pairs."""

from crm_lead_dedup_tools.api import Pair, link

URII = {"id": 1, "name": "Юрий Щербаков", "phone": "+380 50 123-45-67"}


def _pairs(*records: dict[str, object]) -> list[Pair]:
    return link(records)


def test_same_person_in_two_alphabets() -> None:
    """One phone and one name are a duplicate that needs nobody's look."""
    (pair,) = _pairs(URII, {"id": 2, "name": "Scherbakov Yurii", "phone": "(050) 123 45 67"})
    assert (pair.tier, pair.relation) == ("automatic", "duplicate")


def test_family_with_one_phone_is_related() -> None:
    """Another given name with the same phone is somebody else."""
    (pair,) = _pairs(URII, {"id": 2, "name": "Щербакова Ольга", "phone": "0501234567"})
    assert (pair.tier, pair.relation) == ("review", "related")


def test_explanation_adds_up() -> None:
    """The contributions with the prior are the log odds of the probability."""
    (pair,) = _pairs(URII, {"id": 2, "name": "Щербаков Юрій", "phone": "0501234568"})
    total = sum(entry["contribution"] for entry in pair.explanation)
    assert abs(1 / (1 + 2.718281828 ** (-total)) - pair.probability) < 0.001
