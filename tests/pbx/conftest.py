# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A real PBX on which all stories are played once, at the same time."""

from collections.abc import Iterator
from pathlib import Path

import addon_tools
import pytest

addon_tools.load()

from stage import Stage, open_stage  # noqa: E402
from stories import ALL  # noqa: E402
from told import Told, listen  # noqa: E402

from house.asterisk import Tree, claim_net  # noqa: E402


@pytest.fixture(scope="session")
def tree() -> Tree:
    """Asterisk's and sipp's packages."""
    return Tree.get()


@pytest.fixture(scope="session")
def net() -> str:
    """Loopback addresses of this run alone."""
    return claim_net()


@pytest.fixture(scope="session")
def stage(tree: Tree, net: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A PBX with nothing else to do."""
    with open_stage(tree, net, tmp_path_factory.mktemp("north")) as opened:
        yield opened


@pytest.fixture(scope="session")
def told(stage: Stage) -> Told:
    """What came of all stories."""
    return listen(stage, ALL)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder for another PBX."""
    return tmp_path / "pbx"
