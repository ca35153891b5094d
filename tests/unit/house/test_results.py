# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One verdict of several runs: what is skipped or logged counts as failed."""

import json

import pytest

from house import results
from house.fingerprint import of_addon
from house.paths import HouseError
from house.ports import choose

REPORT = """<testsuites><testsuite>
<testcase classname="a.T" name="good" time="1.5"/>
<testcase classname="a.T" name="bad" time="0.1"><failure message="x"/></testcase>
<testcase classname="a.T" name="set_the_clock" time="1781438498.75"/>
<testcase classname="a.T" name="left" time="0"><skipped message="no browser"/></testcase>
</testsuite></testsuites>"""


def test_counts(tmp_path):
    """Passed, failed and skipped are told apart, and the slowest come first."""
    (tmp_path / "r.xml").write_text(REPORT)
    found = results.read(tmp_path / "r.xml", 1)
    assert (found.passed, found.failed, found.skipped) == (2, 1, ["a.T::left: no browser"])
    text = results.summary(found, 3)
    assert text.splitlines()[-1] == "total: 2 passed, 2 failed"
    assert text.index("good") < text.index("a.T::bad")
    assert "set_the_clock" not in text


@pytest.mark.parametrize(("code", "failed"), [(0, 0), (5, 0), (2, 1), (-9, 1)])
def test_exit_code(tmp_path, code, failed):
    """A run that broke down before it could report is a failure; one that chose nothing is not."""
    assert results.read(tmp_path / "none.xml", code).failed == failed


def test_log_counts(tmp_path):
    """A warning of a test process and one of a server are both found, information is not."""
    noted = {"level": "WARNING", "logger": "odoo.x", "message": "hm", "test": "t.py::T::a"}
    (tmp_path / "7.jsonl").write_text(json.dumps(noted) + "\n")
    (tmp_path / "server.log").write_text(
        "2026-01-01 10:00:00,1 7 ERROR d odoo.y: bad\nTraceback\n"
        "2026-01-01 10:00:00,2 7 INFO d odoo.y: fine\n"
    )
    lines = results.read_logs(tmp_path)
    assert len(lines) == 2
    assert lines[0] == "WARNING odoo.x: hm  [t.py::T::a]"
    assert lines[1].endswith("bad\nTraceback")


def test_fingerprint_of_an_addon(tmp_path):
    """Data, fields and hooks change it; the inside of a method, tests and pictures do not."""
    (tmp_path / "models").mkdir()
    (tmp_path / "tests").mkdir()
    model = tmp_path / "models/a.py"
    model.write_text("class A:\n    x = F()\n    def m(self):\n        return 1\n")
    (tmp_path / "view.xml").write_text("<odoo/>")
    first = of_addon(tmp_path)
    model.write_text("class A:\n    x = F()\n    def m(self):\n        return 2\n")
    (tmp_path / "tests/test_a.py").write_text("1")
    assert of_addon(tmp_path) == first
    model.write_text("class A:\n    x = F(1)\n    def m(self):\n        return 2\n")
    second = of_addon(tmp_path)
    assert second != first
    (tmp_path / "view.xml").write_text("<odoo><data/></odoo>")
    assert of_addon(tmp_path) not in (first, second)


@pytest.mark.parametrize("wanted", ["http", "0", "70000"])
def test_port_must_be_one(wanted):
    """What is no port is refused by a sentence."""
    with pytest.raises(HouseError, match="no port number"):
        choose(wanted, 8069, "127.0.0.1")
