# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lets the tests import the stage and its scenes from beside them, and the bridge as it is run."""

import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parent))
# Behind all others: what is installed goes by its own name.
sys.path.append(str(HERE.parents[3] / "addons"))


@pytest.fixture
def pbx():
    """A PBX whose clock stands where the scenes begin."""
    from ami_stage import START
    from bridge_pbx import FakePbx

    with FakePbx() as pbx:
        pbx.shift = START - time.time()
        yield pbx


@pytest.fixture
def odoo():
    """An Odoo that takes everything."""
    from bridge_odoo import FakeOdoo

    with FakeOdoo() as odoo:
        yield odoo


@pytest.fixture
def bridge(tmp_path, pbx, odoo):
    """The bridge between the two, not started yet."""
    from bridge_process import Process

    with Process(tmp_path, {"north": pbx}, odoo) as bridge:
        yield bridge
