# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which Python serves: the one of who has Odoo already, else ours."""

from pathlib import Path

import pytest

from house import environment


@pytest.fixture
def active(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An active environment whose Python says whether it has the libraries by its exit code."""
    program = tmp_path / "bin/python"
    program.parent.mkdir()
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.delenv("ODOO_PYTHON", raising=False)
    monkeypatch.setattr(environment, "python", lambda: Path("ours"))
    return program


def _has_libraries(program: Path, answer: bool) -> None:
    program.write_text(f"#!/bin/sh\nexit {0 if answer else 1}\n")
    program.chmod(0o755)


def test_active_environment_beside_own_source(
    active: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is installed for who brings an Odoo and a Python that can run it."""
    monkeypatch.setenv("ODOO_SOURCE", "/somewhere")
    _has_libraries(active, answer=True)
    assert environment.run_python() == active


def test_ours_when_libraries_are_missing(active: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without Odoo's libraries is left alone."""
    monkeypatch.setenv("ODOO_SOURCE", "/somewhere")
    monkeypatch.setenv("PATH", "")
    _has_libraries(active, answer=False)
    assert environment.run_python() == Path("ours")


def test_ours_without_own_source(active: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who fetches Odoo gets the libraries pinned for it."""
    monkeypatch.delenv("ODOO_SOURCE", raising=False)
    _has_libraries(active, answer=True)
    assert environment.run_python() == Path("ours")
