# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The cases of bands that the browser's tests read too."""

import json
from fractions import Fraction
from pathlib import Path

from crm_kpi_scorecard_tools.bands import Band

FILE = Path(__file__).resolve().parents[3] / "addons/crm_kpi_scorecard/static/tests/band_vectors.js"


def load() -> list[dict]:
    """Return the cases: all after the equals sign of the module is JSON."""
    text = FILE.read_text(encoding="utf-8").split("BAND_VECTORS =", 1)[1]
    return json.loads(text.strip().removesuffix(";"))


def number(text: str | None) -> Fraction | None:
    """Return a number written as a decimal."""
    return None if text is None else Fraction(text)


def bands(case: dict) -> list[Band]:
    """Return the bands of a case, their colours as keys."""
    return [
        Band(
            number(band["low"]),
            number(band["high"]),
            band["low_in"],
            band["high_in"],
            band["colour"],
        )
        for band in case["bands"]
    ]
