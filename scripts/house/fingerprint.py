# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fingerprint of what an add-on puts into a database.

A template database may be used again while it says the same thing as the files. Data, views and
manifests count as they are; of Python counts what makes tables, columns and rows: classes, field
definitions, decorators, module-level code and hooks. The inside of an ordinary method does not,
so that a changed line of logic costs no new database. What loads demo data counts wholly.
"""

import ast
from pathlib import Path

from house.paths import digest

# Methods Odoo calls while it installs or updates, and those that fill new columns.
_INSTALL_METHODS = {"init", "_auto_init", "_auto_end", "_register_hook", "default_get"}
_IGNORED_FOLDERS = {"tests", "static", "readme", "docs", "controllers", "tools", "__pycache__"}
_DATA = {".xml", ".csv", ".sql", ".json"}


class _Skeleton(ast.NodeTransformer):
    """Empties the methods whose inside cannot reach the database at installation."""

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        computed = {
            word.value
            for item in node.body
            if not isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))
            for word in ast.walk(item)
            if isinstance(word, ast.Constant) and isinstance(word.value, str)
        }
        for item in node.body:
            if isinstance(item, ast.FunctionDef) and not (
                item.name in _INSTALL_METHODS or item.name in computed
            ):
                item.body = [ast.Pass()]
        return node


def python_skeleton(text: str) -> str:
    r"""What of a Python file the database depends on.

    >>> a = "class A:\n x = fields.Char(compute='_c')\n def _c(self): return 1\n def m(self): %s"
    >>> python_skeleton(a % "return 1") == python_skeleton(a % "return 2")
    True
    >>> python_skeleton(a % "pass") == python_skeleton((a % "pass").replace("1", "2"))
    False
    """
    return ast.dump(_Skeleton().visit(ast.parse(text)))


def _skeleton_or_all(text: str) -> str:
    try:
        return python_skeleton(text)
    except SyntaxError:
        return text


def of_addon(folder: Path, *, translations: bool = False) -> str:
    """The fingerprint of one add-on; with ``translations`` its .po files count too."""
    parts: list[str] = []
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        if _IGNORED_FOLDERS & set(inside.parts[:-1]) or not file.is_file():
            continue
        if file.suffix == ".py":
            text = file.read_text(encoding="utf-8")
            parts += [str(inside), text if inside.parts[0] == "demo" else _skeleton_or_all(text)]
        elif file.suffix in _DATA or (translations and file.suffix == ".po"):
            parts += [str(inside), file.read_text(encoding="utf-8", errors="replace")]
    return digest(*parts)
