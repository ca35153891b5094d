# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tools of the house's own tests: its scripts are started as processes, as a person would."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fake_archive import FakeArchive

ROOT = Path(__file__).resolve().parents[2]


class House:
    """Starts the house's Python with an environment and a local folder of its own."""

    def __init__(self, local: Path, **env: str) -> None:
        self.local = local
        unwanted = ("PG", "ODOO_", "DEBIAN_", "SALES_DESK_", "PYTHON")
        self.env = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(unwanted) and not key.lower().endswith("_proxy")
        }
        self.env |= {
            "SALES_DESK_LOCAL": str(local),
            "PYTHONPATH": str(ROOT / "scripts"),
            "PYTHONDONTWRITEBYTECODE": "1",
            **env,
        }

    def start(self, code: str, **env: str) -> subprocess.Popen[str]:
        """Start Python code in a session of its own; a HouseError ends it as the CLI does."""
        wrapped = (
            "import sys\nfrom house.paths import HouseError\ntry:\n"
            + "".join(f"    {line}\n" for line in code.splitlines())
            + "except HouseError as error:\n    sys.exit(f'house: {error}')\n"
        )
        return subprocess.Popen(
            [sys.executable, "-c", wrapped], env=self.env | env, text=True, cwd="/",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip

    def run(self, code: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run Python code to its end."""
        process = self.start(code, **env)
        out, err = process.communicate(timeout=240)
        return subprocess.CompletedProcess([], process.returncode, out, err)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with an empty local folder."""
    return House(tmp_path / "local")


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory):
    """A small signed Debian archive on this machine."""
    fake = FakeArchive(tmp_path_factory.mktemp("archive"))
    fake.start()
    yield fake
    fake.stop()


@pytest.fixture(scope="session")
def ready() -> Path:
    """The local folder of this very run: its Odoo and its libraries are used, not fetched again."""
    return Path(os.environ["HOUSE_TREE"])


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository whose path has spaces and that other users may not enter."""
    closed = tmp_path_factory.mktemp("closed")
    closed.chmod(0o700)
    target = closed / "my sales desk"
    leave = shutil.ignore_patterns(".git", ".local", "node_modules", "__pycache__", "docs")
    shutil.copytree(ROOT, target, ignore=leave)
    return target
