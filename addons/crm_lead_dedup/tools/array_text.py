# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Long lists as PostgreSQL writes arrays: read several times faster than ``ARRAY[…]``."""

from collections.abc import Iterable

# Splits texts in SQL: ``string_to_array(%s, E'\n')``. JSON has no line break outside of texts, and
# writes those within them otherwise.
BREAK = "\n"


def array(values: Iterable[int | float | str]) -> str:
    """Return numbers or plain words as one text, to be cast to an array.

    >>> array([1, 2]), array([0.5]), array(["review"]), array([])
    ('{1,2}', '{0.5}', '{review}', '{}')
    """
    return "{" + ",".join(map(str, values)) + "}"
