# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The add-ons of the repository as their manifests describe them, without Odoo."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# The suite. Everything else below addons/ is glue between one of these and something else.
SIX = frozenset(
    {
        "crm_lead_dedup",
        "crm_counterparty",
        "crm_telephony_bridge",
        "crm_kpi_scorecard",
        "crm_farewell_survey",
        "crm_stage_automation",
    }
)


@dataclass(frozen=True)
class Addon:
    """One add-on: its folder and its manifest."""

    path: Path
    manifest: dict

    @property
    def name(self):
        """The technical name."""
        return self.path.name

    @property
    def is_glue(self):
        """Whether it only joins add-ons."""
        return self.name not in SIX

    def classes(self):
        """Yield (file, class) for every class of its models, wizards and reports."""
        for folder in ("models", "wizard", "report"):
            for file in sorted(self.path.glob(f"{folder}/*.py")):
                tree = ast.parse(file.read_text(encoding="utf-8"))
                yield from ((file, node) for node in tree.body if isinstance(node, ast.ClassDef))


def _addons():
    files = sorted((ROOT / "addons").glob("*/__manifest__.py"))
    return [Addon(f.parent, ast.literal_eval(f.read_text(encoding="utf-8"))) for f in files]


def pytest_generate_tests(metafunc):
    """Run a test that asks for `addon` once for each of them."""
    if "addon" in metafunc.fixturenames:
        metafunc.parametrize("addon", _addons(), ids=lambda addon: addon.name)


@pytest.fixture(scope="session")
def addons():
    """Return all add-ons by technical name."""
    return {addon.name: addon for addon in _addons()}


@pytest.fixture(scope="session")
def root():
    """Return the folder of the repository."""
    return ROOT
