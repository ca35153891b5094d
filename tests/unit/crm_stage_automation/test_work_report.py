# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reports of strangers are bounded, complete or refused, and hold what was asked."""

from crm_stage_automation_tools.work_report import (
    MAX_ITEMS,
    MAX_RESULT,
    Asked,
    Report,
    allowed,
    items,
    missing,
    text,
)
from hypothesis import given
from hypothesis import strategies as st

MODES = st.sampled_from(["no", "optional", "required"])
ASKED = st.builds(Asked, result=MODES, photo=MODES, signature=MODES, most_photos=st.integers(1, 20))
REPORTS = st.builds(
    Report,
    result=st.text(max_size=5),
    photos=st.lists(st.binary(min_size=1, max_size=3), max_size=25).map(tuple),
    signature=st.binary(max_size=3),
)


@given(st.text(max_size=9000))
def test_text_can_be_stored(value: str) -> None:
    """No NUL, no control character, no more than allowed, and cleaning again changes nothing."""
    kept = text(value, MAX_RESULT)
    assert len(kept) <= MAX_RESULT
    assert all(char in "\n\t" or char.isprintable() for char in kept)
    assert text(kept, MAX_RESULT) == kept.strip()


@given(st.lists(st.text(max_size=30), max_size=MAX_ITEMS * 2))
def test_items_are_numbers(values: list[str]) -> None:
    """Whatever is sent, numbers of a row come out, and not too many."""
    found = items(values)
    assert len(found) <= MAX_ITEMS
    assert all(0 <= number < 10**9 for number in found)


@given(ASKED, REPORTS)
def test_only_what_was_asked(asked: Asked, report: Report) -> None:
    """A part that is not asked is gone; a part that must be given is there or named."""
    kept = allowed(asked, report)
    lacks = missing(asked, kept)
    for name, mode, value in (
        ("result", asked.result, kept.result),
        ("photo", asked.photo, kept.photos),
        ("signature", asked.signature, kept.signature),
    ):
        assert not (mode == "no" and value)
        assert (name in lacks) == (mode == "required" and not value)
    assert len(kept.photos) <= asked.most_photos
