# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How many messages an SMS is."""

import pytest
from crm_farewell_survey_tools.sms_text import BASIC, DOUBLE, size_of, unicode_characters
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        # No character is cut in two: 76 of them fill a part of 153.
        ("€" * 153, 3),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("a" * 70 + "ж", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_messages(text, messages):
    """Up to the limits, and one above."""
    assert size_of(text).messages == messages


def test_what_makes_it_unicode():
    """The characters to avoid are told; those of the alphabet are none."""
    assert unicode_characters("Kérjük, őszintén – írja meg!") == ["ő", "–", "í"]
    assert not unicode_characters("".join(BASIC | DOUBLE))


@given(st.text(max_size=400))
def test_room(text):
    """What still fits into the last message costs nothing more, one character more does."""
    size = size_of(text)
    filler = "ж" if size.is_unicode else "a"
    full = size_of(text + filler * size.room)
    assert (full.messages, full.room) == (max(size.messages, 1), 0)
    assert size_of(text + filler * (size.room + 1)).messages > full.messages
