# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every example in the docstrings of the house is true."""

import doctest
import importlib
import pkgutil

import pytest

import house

MODULES = sorted(module.name for module in pkgutil.iter_modules(house.__path__))


@pytest.mark.parametrize("name", [name for name in MODULES if name != "__main__"])
def test_doctests(name: str) -> None:
    """Each example holds."""
    module = importlib.import_module(f"house.{name}")
    assert doctest.testmod(module).failed == 0
