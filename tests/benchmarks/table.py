# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows of the benchmark table."""

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = ("what", "size", "ours", "baseline", "ratio", "bar", "holds")


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement against its bar.

    :param ours: what was measured, with its unit, as it is to be read
    :param baseline: what it is compared with, "" when the bar is absolute
    :param ratio: baseline ÷ ours, None when there is no baseline
    """

    what: str
    size: str
    ours: str
    bar: str
    holds: bool
    baseline: str = ""
    ratio: float | None = None


def markdown(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table.

    >>> print(markdown([Row("look-up", "1k", "2 ms", "< 5 ms", True)]))
    | what | size | ours | baseline | ratio | bar | holds |
    | --- | --- | --- | --- | --- | --- | --- |
    | look-up | 1k | 2 ms |  |  | < 5 ms | yes |
    """
    lines = ["| " + " | ".join(HEAD) + " |", "| " + " | ".join("---" for _ in HEAD) + " |"]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.1f}"
        holds = "yes" if row.holds else "NO"
        cells = (row.what, row.size, row.ours, row.baseline, ratio, row.bar, holds)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
