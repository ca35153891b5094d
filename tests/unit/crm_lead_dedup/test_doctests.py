# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every example in the tools' docstrings is true."""

import doctest
import importlib
import pkgutil

import crm_lead_dedup_tools as tools
import pytest

_PREFIX = f"{tools.__name__}."
MODULES = sorted(
    module.name.removeprefix(_PREFIX)
    for module in pkgutil.walk_packages(tools.__path__, _PREFIX)
    if not module.name.endswith("__main__")
)
# Nothing but words and error classes without behaviour.
DATA = {"domains", "linkage", "linkage.given_names", "linkage.trades", "mail_markers", "mailboxes"}
# Columns of numbers, shown by the tests of what uses them.
DATA |= {
    f"linkage.{name}"
    for name in (
        "alignment",
        "batch",
        "compare_names",
        "compare_values",
        "encode",
        "explain",
        "keys",
        "reading",
        "rules",
        "scoring",
        "shelf",
        "weighing",
    )
}


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name: str) -> None:
    """Each module has examples and they hold."""
    module = importlib.import_module(f"{tools.__name__}.{name}")
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted or name in DATA, f"{name} has no doctest"
