# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every example in the tools' docstrings is true."""

import doctest
import importlib
import pkgutil

import crm_lead_dedup_tools as tools
import pytest

MODULES = sorted(module.name for module in pkgutil.iter_modules(tools.__path__))
# Nothing but words and error classes without behaviour.
DATA = {"domains", "legal_forms", "mail_markers", "mailboxes"}


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name: str) -> None:
    """Each module has examples and they hold."""
    module = importlib.import_module(f"{tools.__name__}.{name}")
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted or name in DATA, f"{name} has no doctest"
