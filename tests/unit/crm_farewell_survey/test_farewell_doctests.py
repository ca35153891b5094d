# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every example in the tools' docstrings is true."""

import doctest
import importlib
import pkgutil

import crm_farewell_survey_tools as tools
import pytest

_PREFIX = f"{tools.__name__}."
MODULES = sorted(
    module.name.removeprefix(_PREFIX) for module in pkgutil.walk_packages(tools.__path__, _PREFIX)
)


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name: str) -> None:
    """Each module has examples and they hold."""
    result = doctest.testmod(importlib.import_module(f"{tools.__name__}.{name}"))
    assert result.failed == 0
    assert result.attempted, f"{name} has no doctest"
