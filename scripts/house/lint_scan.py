# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What no other linter looks for: three scans of our own over the files of the repository."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from house.paths import ROOT, HouseError

# The names of the usual translating calls, in Python.
TRANSLATORS = {"_", "_lt", "LazyTranslate"}

# What must not stand in a file: the address of a package registry (the machine's own settings
# know it) and a path that exists on one machine only. Written so that no line matches itself.
FORBIDDEN = {
    "address of a package registry": re.compile(
        r"(?:pypi|pythonhosted|deb\.debian|snapshot\.debian|registry\.npmjs|registry\.yarnpkg)"
        r"\.(?:org|com)"
    ),
    "path of one machine": re.compile(
        r"(?<![\w./-])/(?:work|root|Users)/\w|(?<![\w-])\.\./shared/"
    ),
}
BINARY = {".png", ".jpg", ".ico", ".gz", ".zip", ".mo", ".woff2", ".pdf"}


def repository_files() -> list[Path]:
    """Return the files of the repository: what git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        raise HouseError(f"make lint reads the list of files from git: {error}") from error
    names = sorted(set(done.stdout.split("\0")) - {""})
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def scan_pure_tools() -> list[str]:
    """Report every import in an add-on's `tools/` that reaches Odoo, or leaves `tools/`."""
    found = []
    for path in sorted(ROOT.glob("addons/*/tools/**/*.py")):
        for line, module in _imports(path):
            if module.split(".")[0] in {"odoo", "openerp"}:
                found.append(f"{_name(path)}:{line}: tools/ imports {module}")
            # A package inside tools/ may go up as far as tools/ itself.
            depth = len(path.relative_to(ROOT).parts) - 3
            if len(module) - len(module.lstrip(".")) > depth:
                found.append(f"{_name(path)}:{line}: tools/ imports from outside itself: {module}")
    return found


def scan_forbidden() -> list[str]:
    """Report registry addresses and paths of one machine, in any file of the repository."""
    found = []
    for path in repository_files():
        if path.suffix in BINARY:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            found += [
                f"{_name(path)}:{number}: {what}: {line.strip()[:80]}"
                for what, pattern in FORBIDDEN.items()
                if pattern.search(line)
            ]
    return found


def scan_translations() -> list[str]:
    """Report texts that are put together before they are translated: no language has them."""
    found = []
    for path in sorted(ROOT.glob("addons/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _translates(node.func) and node.args:
                problem = _composed(node.args[0])
                if problem:
                    found.append(f"{_name(path)}:{node.lineno}: {problem} inside a translation")
    return found


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def _translates(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr == "_"
    return isinstance(function, ast.Name) and function.id in TRANSLATORS


def _composed(text: ast.expr) -> str:
    """Name the way in which the text was put together, or return an empty string."""
    if isinstance(text, ast.JoinedStr):
        return "f-string"
    if isinstance(text, ast.BinOp):
        return "composed string"
    if isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute):
        return f".{text.func.attr}()"
    return ""


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))
