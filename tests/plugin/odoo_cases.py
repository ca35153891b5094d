# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""pytest plug-in: what Odoo's own runner does for test cases and pytest-odoo does not."""

import pytest


def is_imported(item: pytest.Item) -> bool:
    """Whether a class was only imported into the file, as a base or for its helpers."""
    case, module = getattr(item, "cls", None), getattr(item, "module", None)
    return bool(case and module) and case.__module__ != module.__name__


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test runs where it is written: importing core's class does not adopt its tests."""
    out = [item for item in items if is_imported(item)]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if not is_imported(item)]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Odoo's runner notes the parameters of a test tag here; unit tests in a browser read them."""
    case = getattr(item, "instance", None)
    if case is not None and not hasattr(case, "_test_params"):
        case._test_params = []
