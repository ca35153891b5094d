# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every example in the modules of numbers is true, and all modules have the same verbs."""

import doctest
import importlib
import inspect
import pkgutil

import crm_counterparty_tools.requisites as package
import pytest

PREFIX = f"{package.__name__}."
MODULES = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
NUMBERS = [name for name in MODULES if name not in {"digits", "errors", "party"}]
VERBS = ("compact", "validate", "is_valid", "format")


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name):
    """Each module has examples and they hold."""
    result = doctest.testmod(importlib.import_module(PREFIX + name))
    assert result.failed == 0
    assert result.attempted


@pytest.mark.parametrize("name", NUMBERS)
def test_same_verbs(name):
    """Who knows one module knows them all."""
    module = importlib.import_module(PREFIX + name)
    assert all(inspect.isroutine(getattr(module, verb)) for verb in VERBS)
