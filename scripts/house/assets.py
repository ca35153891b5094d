# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Third-party files that manifests name and a repackaged Odoo lacks.

Debian leaves some of them out; a bundle that misses one logs a console error, and that makes
every browser test fail. An empty file is enough: what it did is simply not there. Only below
``static/lib``: elsewhere a name without a file is meant so (made at run time, or a test of it).
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STUBS = {".js": "/* not in this package */\n", ".css": "", ".scss": ""}


def named_assets(manifest: dict[str, Any]) -> Iterator[str]:
    """The files a manifest's bundles name one by one (patterns may match nothing).

    >>> list(named_assets({"assets": {"b": ["a/x.js", "a/**/*", ("after", "p", "/a/y.css"),
    ...                                     ("include", "other.bundle")]}}))
    ['a/x.js', 'a/y.css']
    """
    bundles = manifest.get("assets") or {}
    for entries in bundles.values():
        for entry in entries:
            if isinstance(entry, str):
                name = entry
            elif entry[0] in ("remove", "include"):
                continue
            else:
                name = entry[-1]
            if Path(name).suffix in STUBS and not set(name) & set("*?[:"):
                yield name.lstrip("/")


def stub_missing(addons: Path) -> list[str]:
    """Write a stand-in for every named file that is missing; return their names."""
    written = []
    for file in sorted(addons.glob("*/__manifest__.py")):
        for name in named_assets(ast.literal_eval(file.read_text(encoding="utf-8"))):
            target = addons / name
            if "/static/lib/" not in name or target.exists():
                continue
            target.unlink(missing_ok=True)  # a link that points nowhere
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(STUBS[target.suffix], encoding="utf-8")
            written.append(name)
    return written
