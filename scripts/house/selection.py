# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of the tests a command line asks for: which phases, which paths in each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from house.paths import ROOT

# In the order they run: cheap and telling first.
PHASES = {
    "unit": "tests/unit",
    "odoo": "addons",
    "house": "tests/house",
    "pbx": "tests/pbx",
    "e2e": "tests/e2e",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Paths by phase (a phase that is not asked for is absent) and the options for pytest."""

    paths: dict[str, list[str]]
    options: list[str]
    narrowed: bool


def parse(
    arguments: Sequence[str], exists: Callable[[str], bool] = lambda path: (ROOT / path).exists()
) -> Selection:
    """Tell paths from options; a path is what is there, as pytest itself has it.

    >>> there = {"addons/a", "addons/a/tests/test_x.py", "tests/unit/a", "tests/e2e"}.__contains__
    >>> parse(["addons/a", "-k", "phone"], there).paths
    {'unit': ['tests/unit/a'], 'odoo': ['addons/a']}
    >>> parse(["addons/a", "-k", "phone"], there).options
    ['-k', 'phone']
    >>> parse(["addons/a/tests/test_x.py::T"], there).paths
    {'odoo': ['addons/a/tests/test_x.py::T']}
    >>> list(parse([], there).paths), parse(["-x"], there).narrowed
    (['unit', 'odoo', 'house', 'pbx', 'e2e'], True)
    """
    paths: dict[str, list[str]] = {}
    options: list[str] = []
    named = False
    for argument in arguments:
        path = argument.split("::")[0].rstrip("/")
        if argument.startswith("-") or not exists(path):
            options.append(argument)
            continue
        named = True
        for phase, target in _targets(argument.rstrip("/"), exists):
            paths.setdefault(phase, []).append(target)
    if not named:
        paths = {phase: [folder] for phase, folder in PHASES.items()}
    ordered = {phase: paths[phase] for phase in PHASES if phase in paths}
    return Selection(ordered, options, bool(arguments))


def apart(paths: Sequence[str], names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tell the Odoo tests for the common database from those of add-ons with one of their own.

    >>> apart(["addons"], ["glue"])
    (['addons', '--ignore=addons/glue'], ['addons/glue'])
    >>> apart(["addons/a", "addons/glue/tests/test_x.py::T"], ["glue"])
    (['addons/a'], ['addons/glue/tests/test_x.py::T'])
    """
    own = [path for path in paths if Path(path.split("::")[0]).parts[1:2] in [(n,) for n in names]]
    common = [path for path in paths if path not in own]
    if PHASES["odoo"] in common:
        common += [f"--ignore=addons/{name}" for name in names]
        own = [f"addons/{name}" for name in names]
    return common, own


def _targets(path: str, exists: Callable[[str], bool]) -> list[tuple[str, str]]:
    """The phases a path belongs to; an add-on brings the unit tests of its tools along."""
    if Path(path).is_absolute() and Path(path).is_relative_to(ROOT):
        path = str(Path(path).relative_to(ROOT))
    parts = Path(path).parts
    if parts[0] == "addons":
        beside = f"tests/unit/{parts[1]}" if len(parts) == 2 else ""
        found = [("unit", beside)] if beside and exists(beside) else []
        return [*found, ("odoo", path)]
    if path == "tests":
        return [(phase, folder) for phase, folder in PHASES.items() if phase != "odoo"]
    for phase, folder in PHASES.items():
        if path == folder or path.startswith(f"{folder}/"):
            return [(phase, path)]
    return []
