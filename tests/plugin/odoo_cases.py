# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""pytest plug-in: what Odoo's own runner does for test cases and pytest-odoo does not."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

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


@pytest.fixture(scope="session", autouse=True)
def own_filestore(load_registry: None) -> Iterator[None]:
    """Each parallel worker has files of its own, as it has a database of its own.

    pytest-odoo lets all of them share the run's folder. Odoo clears away, at the end of each test
    class, the files that no row of *its* database names: those of a test that another worker is in
    the middle of would go, too.
    """
    from odoo.tests.common import get_db_name
    from odoo.tools import config

    shared = Path(config.filestore(get_db_name()))
    own = shared.with_name(get_db_name())
    if own == shared:
        yield
        return
    shutil.rmtree(own, ignore_errors=True)
    if shared.is_dir():
        shutil.copytree(shared, own, copy_function=os.link)
    try:
        with mock.patch.object(config, "filestore", return_value=str(own)):
            yield
    finally:
        shutil.rmtree(own, ignore_errors=True)
