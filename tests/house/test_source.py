# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An Odoo that is there already is used as it is, when it is the right one."""

import sys

import pytest

GET = "from house import source\ns = source.get()\nprint(s.package, *s.addons, sep='\\n')"


def _tree(folder, series="19, 0", checkout=True):
    """A source tree in the layout of a git checkout or of an installed package."""
    addons = folder / ("addons" if checkout else "odoo/addons")
    for name in ("web", "crm"):
        (addons / name).mkdir(parents=True)
        (addons / name / "__manifest__.py").write_text("{}")
    (folder / "odoo/addons").mkdir(parents=True, exist_ok=True)
    (folder / "odoo/release.py").write_text(f"version_info = ({series}, 0, FINAL, 0, '')\n")
    return folder


@pytest.mark.parametrize("checkout", [True, False], ids=["checkout", "package"])
def test_layouts(house, tmp_path, checkout):
    """Both layouts are understood, and nothing is fetched."""
    tree = _tree(tmp_path / "my odoo", checkout=checkout)
    done = house.run(GET, ODOO_SOURCE=str(tree))
    lines = done.stdout.splitlines()
    assert lines[0] == str(tree / "odoo"), done.stderr
    assert lines[1:] == [str(tree / "odoo/addons")] + [str(tree / "addons")] * checkout
    assert not (house.local / "apt").exists()


def test_package_itself(house, tmp_path):
    """The folder of the package ``odoo`` itself will do too."""
    tree = _tree(tmp_path / "tree", checkout=False)
    done = house.run(GET, ODOO_SOURCE=str(tree / "odoo"))
    assert done.stdout.splitlines()[0] == str(tree / "odoo"), done.stderr


@pytest.mark.parametrize(
    ("series", "shown"), [("18, 0", "18.0"), ("'saas~19', 2", "saas~19.2"), ("20, 0", "20.0")]
)
def test_other_version(house, tmp_path, series, shown):
    """Another version is refused by its name."""
    done = house.run(GET, ODOO_SOURCE=str(_tree(tmp_path / "tree", series)))
    assert done.returncode
    assert f"is {shown}; Sales Desk needs 19.0" in done.stderr


def test_no_tree(house, tmp_path):
    """A folder without Odoo, and none at all, are told apart."""
    (tmp_path / "empty").mkdir()
    assert "holds no Odoo" in house.run(GET, ODOO_SOURCE=str(tmp_path / "empty")).stderr
    assert "is no folder" in house.run(GET, ODOO_SOURCE=str(tmp_path / "none")).stderr


def test_no_apt(house, tmp_path):
    """Neither apt nor ODOO_SOURCE: one sentence that says what to do."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python3").symlink_to(sys.executable)
    done = house.run(GET, PATH=str(tmp_path / "bin"))
    assert done.returncode
    assert done.stderr.strip().splitlines()[-1] == (
        "house: there is no apt here to fetch Odoo with:"
        " set ODOO_SOURCE to the source tree of an Odoo 19.0"
    )
