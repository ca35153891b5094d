# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lets the tests import the shared cases from beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
