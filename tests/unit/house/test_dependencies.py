# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The picture of the dependencies: six stars on core, and glue between two add-ons."""

import ast

from house import lint_scan


def test_the_six_do_not_know_each_other(addon, addons):
    """Each of the six can be installed alone: it depends on add-ons of Odoo only."""
    if addon.is_glue:
        # Not the subject here; the next test says what glue must be.
        assert addon.manifest["auto_install"]
        return
    assert not set(addon.manifest["depends"]) & set(addons)
    assert "crm" in addon.manifest["depends"]


def test_glue_joins_two_and_installs_itself(addon, addons):
    """An add-on beside the six only joins: both sides installed, it comes by itself."""
    if not addon.is_glue:
        assert not addon.manifest.get("auto_install")
        return
    depends = addon.manifest["depends"]
    assert len(depends) >= 2
    assert set(depends) & set(addons), "glue joins something with one of ours"
    assert addon.manifest["auto_install"] is True


def test_no_cycle(addons):
    """Following dependencies among our own add-ons comes to an end."""

    def walk(name, path):
        assert name not in path, " → ".join([*path, name])
        for needed in addons[name].manifest["depends"]:
            if needed in addons:
                walk(needed, [*path, name])

    for name in addons:
        walk(name, [])


def test_tools_are_pure():
    """`tools/` of no add-on imports Odoo or leaves its folder."""
    assert lint_scan.scan_pure_tools() == []


def test_nobody_asks_whether_a_model_is_there(addon):
    """Cross links go through data or glue, never through `if "x" in self.env`."""
    found = [
        f"{path.relative_to(addon.path)}:{node.lineno}"
        for path in sorted(addon.path.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        and any(isinstance(operator, ast.In | ast.NotIn) for operator in node.ops)
        and any(isinstance(side, ast.Attribute) and side.attr == "env" for side in node.comparators)
    ]
    assert not found
