# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Makes the benchmarks' packages importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
