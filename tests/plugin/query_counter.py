# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""pytest plug-in of ``make test-core``: picks the wanted tests and notes their query counts.

A count above core's bound does not end a test here: it is written down, and the comparison of the
run with the suite and the run without it decides.
"""

import collections
import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ENOUGH = 10**9


def is_wanted(name: str, tags: list[str]) -> bool:
    """Whether ``module.tests.file.Class.method`` is meant by one of ``module[:Class[.method]]``."""
    module, *inner = name.split(".")
    short = ".".join(inner[-2:])
    for tag in tags:
        wanted_module, _, which = tag.partition(":")
        if wanted_module == module and which in ("", short, inner[-2]):
            return True
    return False


def full_name(item: pytest.Item) -> str:
    """``crm.tests.test_x.TestX.test_y`` of a collected test."""
    case = getattr(item, "cls", None)
    place = f"{case.__module__}.{case.__name__}" if case else item.nodeid
    return f"{place.removeprefix('odoo.addons.')}.{item.name}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the list does not name."""
    tags = os.environ["HOUSE_CORE_TAGS"].split()
    out = [item for item in items if not is_wanted(full_name(item), tags)]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


def pytest_configure() -> None:
    """Count instead of failing."""
    # Imported late: pytest-odoo reads Odoo's configuration first.
    from odoo.tests.common import BaseCase

    original = BaseCase.assertQueryCount
    seen: collections.Counter[str] = collections.Counter()
    file = Path(os.environ["HOUSE_LOG_DIR"]) / f"{os.getpid()}.queries"

    @contextlib.contextmanager
    def count(case: Any, default: int = 0, flush: bool = True, **by_login: int) -> Iterator[None]:
        if not case.warm:
            with original(case, default, flush=flush, **by_login):
                yield
            return
        login = case.env.user.login
        with original(case, ENOUGH, flush=flush):
            start = case.cr.sql_log_count
            yield
        test = f"{type(case).__module__.removeprefix('odoo.addons.')}.{type(case).__name__}"
        key = f"{test}.{case._testMethodName}[{login}"
        noted = {
            "where": f"{key}#{seen[key]}]",
            "expected": by_login.get(login, default),
            "counted": case.cr.sql_log_count - start,
        }
        seen[key] += 1
        with file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(noted) + "\n")

    BaseCase.assertQueryCount = count
