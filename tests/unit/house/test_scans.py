# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The scans of `make lint` find what they are there for, and leave the rest alone."""

import pytest

from house import lint_scan

# Put together here, so that the scans do not find them in this file.
REGISTRY = "https://" + "pypi" + ".org/simple"
MACHINE = "/" + "work/main/addons"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return a function that writes a file of a small repository and says its path."""
    monkeypatch.setattr(lint_scan, "ROOT", tmp_path)
    monkeypatch.setattr(
        lint_scan, "repository_files", lambda: [p for p in tmp_path.rglob("*") if p.is_file()]
    )

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    "line",
    [
        "import odoo",
        "import odoo.tools.mail as mail",
        "from odoo import fields",
        "def f():\n    from odoo.tools import sql",
        "from ..models import crm_lead",
    ],
)
def test_tools_that_reach_odoo_are_found(tree, line):
    """Odoo and the add-on's own models are out of reach, wherever the import stands."""
    tree("addons/crm_x/tools/a.py", f"{line}\n")
    assert len(lint_scan.scan_pure_tools()) == 1


def test_tools_among_themselves_are_fine(tree):
    """Standard library, other libraries and neighbours in `tools/` may be imported."""
    tree("addons/crm_x/tools/a.py", "import re\nimport phonenumbers\nfrom .b import c\n")
    tree("addons/crm_x/tools/inner/d.py", "from ..a import e\nfrom .f import g\n")
    tree("addons/crm_x/models/m.py", "from odoo import models\n")
    assert lint_scan.scan_pure_tools() == []


def test_a_package_inside_tools_does_not_leave_it(tree):
    """Going up once more than there are folders ends in the add-on's models."""
    tree("addons/crm_x/tools/inner/d.py", "from ...models import x\n")
    assert len(lint_scan.scan_pure_tools()) == 1


@pytest.mark.parametrize("text", [REGISTRY, f"cd {MACHINE}", "see ../" + "shared/design.md"])
def test_addresses_and_paths_are_found(tree, text):
    """The address of a registry and a path of one machine are found in any kind of file."""
    tree("docs/page.md", f"First line\n{text}\n")
    assert len(lint_scan.scan_forbidden()) == 1
    assert lint_scan.scan_forbidden()[0].startswith("docs/page.md:2:")


def test_ordinary_addresses_are_fine(tree):
    """Example addresses, licences and paths of the web are no finding."""
    tree("a.py", "# https://www.gnu.org/licenses/lgpl /crm/intake/key https://example.com/work/x\n")
    assert lint_scan.scan_forbidden() == []


@pytest.mark.parametrize(
    "call",
    [
        '_(f"Hello {name}")',
        'self.env._("Hello %s" % name)',
        '_("Hello " + name)',
        'self.env._("Hello {}".format(name))',
    ],
)
def test_composed_translations_are_found(tree, call):
    """A text that is put together first has no translation."""
    tree("addons/crm_x/models/m.py", f"x = {call}\n")
    assert len(lint_scan.scan_translations()) == 1


def test_literal_translations_are_fine(tree):
    """A literal with named values is how it is done."""
    tree("addons/crm_x/models/m.py", 'x = self.env._("Hello %(name)s", name=f"{a}")\n')
    assert lint_scan.scan_translations() == []
