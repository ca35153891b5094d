# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`python -m readmes [--check] [ADDON…]`: write the generated pages, or say which are stale."""

import argparse
import sys
from pathlib import Path

import docutils.core

from readmes.fragments import load
from readmes.pages import pages

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Write or check the pages of the named add-ons, or of all."""
    parser = argparse.ArgumentParser(prog="readmes", description=__doc__)
    parser.add_argument("addons", nargs="*", help="technical names; all when none is given")
    parser.add_argument("--check", action="store_true", help="change nothing, name stale pages")
    options = parser.parse_args()
    problems: list[str] = []
    for manifest in sorted(ROOT.glob("addons/*/__manifest__.py")):
        if options.addons and manifest.parent.name not in options.addons:
            continue
        for path, text in pages(load(manifest.parent)).items():
            problems += _settle(path, text, check=options.check)
    print("\n".join(problems), end="\n" if problems else "")
    return int(bool(problems))


def _settle(path: Path, text: str, *, check: bool) -> list[str]:
    """Bring one page up to date, or say that it is not; both say when it does not read well."""
    name = path.relative_to(ROOT)
    problems = [f"{name}: {line}" for line in _complaints(text)] if path.suffix == ".rst" else []
    stale = not path.exists() or path.read_text(encoding="utf-8") != text
    if stale and check:
        problems.append(f"{name}: older than its readme/ or manifest: run `make docs`")
    elif stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return problems


def _complaints(text: str) -> list[str]:
    """Return what docutils has to say about a README."""
    settings = {"report_level": 2, "halt_level": 5, "warning_stream": (stream := _Lines())}
    docutils.core.publish_doctree(text, settings_overrides=settings)
    return stream.lines


class _Lines:
    """A stream that keeps what is written to it, line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, text: str) -> None:
        """Keep a warning of docutils."""
        self.lines += [line for line in text.splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
