# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the documents promise is there: files, commands, the name of the product."""

import re

import pytest

from house.lint_scan import repository_files

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md")


def _fragments(root):
    return [path for path in repository_files() if path.suffix == ".md" and path.parent != root]


def test_title(root):
    """The product is called by its name."""
    first = (root / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# Sales Desk, six add-ons for Odoo 19 CRM"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_exist(root, name):
    """Each `make` command that a document names is one of the Makefile's."""
    targets = set(
        re.findall(r"^([\w-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = set(re.findall(r"(?:`|^)make ([a-z][\w-]*)", _text(root / name), re.MULTILINE))
    assert named
    assert named - targets == set()


def test_links_lead_somewhere(root):
    """Each link to a file of the repository finds it."""
    broken = [
        f"{path.relative_to(root)} → {target}"
        for path in [*_fragments(root), *(root / name for name in DOCUMENTS)]
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", _text(path))
        if not (path.parent / target).exists()
    ]
    assert not broken


def test_decisions_are_listed(root):
    """The list of decisions has every decision, and numbers are used once."""
    folder = root / "docs" / "adr"
    files = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert re.findall(r"\((\d{4}-[\w-]+\.md)\)", _text(folder / "README.md")) == files
    assert len({name[:4] for name in files}) == len(files)


def _text(path):
    return path.read_text(encoding="utf-8")
