# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every add-on ships beside its code."""

import ast
import csv
import struct

import polib
import pytest

FRAGMENTS = ("DESCRIPTION", "CONTEXT", "CONFIGURE", "USAGE", "DEVELOP", "ROADMAP", "HISTORY")
LANGUAGES = ("ru", "uk", "hu", "zh_TW")


def test_icon(addon):
    """The Apps menu shows a picture of our own, in the size it wants."""
    folder = addon.path / "static" / "description"
    data = (folder / "icon.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (128, 128)
    assert (folder / "icon.svg").exists()


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_readme_fragment(addon, fragment):
    """Each question a reader has is answered in its fragment."""
    text = (addon.path / "readme" / f"{fragment}.md").read_text(encoding="utf-8")
    assert len(text.split()) >= 8


def test_generated_pages(addon):
    """The pages are there and speak of this add-on; `make lint` compares them word by word."""
    readme = (addon.path / "README.rst").read_text(encoding="utf-8")
    index = (addon.path / "static" / "description" / "index.html").read_text(encoding="utf-8")
    assert addon.manifest["name"] in readme
    assert addon.manifest["version"] in index


def test_changelog_names_the_version(addon):
    """HISTORY begins with the version that the manifest has."""
    history = (addon.path / "readme" / "HISTORY.md").read_text(encoding="utf-8")
    assert history.startswith(f"## {addon.manifest['version']}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_is_complete(addon, language):
    """Every text of the template is translated, and none is doubtful."""
    template = polib.pofile(str(addon.path / "i18n" / f"{addon.name}.pot"))
    catalogue = polib.pofile(str(addon.path / "i18n" / f"{language}.po"))
    done = {entry.msgid for entry in catalogue if entry.msgstr and not entry.fuzzy}
    assert sorted({entry.msgid for entry in template} - done) == []


def test_every_model_has_access_rights(addon):
    """A model without a line in ir.model.access.csv is closed to everybody but the superuser."""
    wanted = {
        _attribute(node, "_name").replace(".", "_")
        for _file, node in addon.classes()
        if _is_stored(node)
    }
    file = addon.path / "security" / "ir.model.access.csv"
    lines = csv.DictReader(file.open(encoding="utf-8")) if file.exists() else []
    granted = {line["model_id:id"].split(".")[-1].removeprefix("model_") for line in lines}
    assert wanted - granted == set()


def _is_stored(node):
    """Whether a class makes a table: a model of its own that is not abstract."""
    bases = {ast.unparse(base) for base in node.bases}
    own = _attribute(node, "_name")
    # With `_name` among what it inherits, a class only adds a mixin to somebody else's model.
    extended = _attribute(node, "_inherit") or []
    return (
        bool(own)
        and own not in ([extended] if isinstance(extended, str) else extended)
        and bool(bases & {"models.Model", "models.TransientModel"})
    )


def _attribute(node, name):
    for statement in node.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
            return ast.literal_eval(statement.value)
    return None
