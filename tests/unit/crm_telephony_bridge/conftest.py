# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lets the tests import the stage and its scenes from beside them, and the bridge as it is run."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parent))
# Behind all others: what is installed goes by its own name.
sys.path.append(str(HERE.parents[3] / "addons"))
