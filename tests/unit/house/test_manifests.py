# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every manifest says, and what the manifests say together."""

import re

from house.lint_scan import repository_files


def _requirement_names(text):
    """Return the names of the libraries in a requirements file."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return {re.split(r"[<>=!~;\[ ]", line)[0].lower() for line in lines if line}


def test_external_dependencies_are_requirements_txt(addons, root):
    """An administrator with requirements.txt can install every add-on, and needs all of it."""
    wanted = {
        library.lower()
        for addon in addons.values()
        for library in addon.manifest.get("external_dependencies", {}).get("python", [])
    }
    assert wanted
    assert _requirement_names((root / "requirements.txt").read_text(encoding="utf-8")) == wanted


def test_identity(addon):
    """Name, author, licence and version follow the house."""
    manifest = addon.manifest
    assert manifest["name"].startswith("Sales Desk: ")
    assert manifest["author"] == "Sales Desk"
    assert manifest["license"] == "LGPL-3"
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", manifest["version"])
    assert manifest.get("installable", True)


def test_manifest_lists_every_data_file(addon):
    """A view or a rule that no manifest names is never loaded and nobody notices."""
    listed = set(addon.manifest.get("data", [])) | set(addon.manifest.get("demo", []))
    folders = ("data", "demo", "security", "views", "wizard", "report")
    there = {
        str(path.relative_to(addon.path))
        for path in repository_files()
        if path.is_relative_to(addon.path)
        and path.relative_to(addon.path).parts[0] in folders
        and path.suffix in {".xml", ".csv"}
    }
    assert there == {name for name in listed if name.split("/")[0] in folders}


def test_the_licence_stands_beside_the_code(root):
    """The repository's licence is the one the manifests name."""
    text = (root / "LICENSE").read_text(encoding="utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "Version 3" in text


def test_every_python_file_names_the_licence(root):
    """Line 1 of every Python file says under which terms it may be used."""
    header = "# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)."
    python = [path for path in repository_files() if path.suffix == ".py" and path.stat().st_size]
    missing = [
        str(path.relative_to(root))
        for path in python
        if path.read_text(encoding="utf-8").splitlines()[0] != header
    ]
    assert not missing
