# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Loads the ``tools`` of each add-on without Odoo.

An add-on's own ``__init__`` imports its models, so the folder is loaded as a package of its own
name: ``addons/crm_lead_dedup/tools`` as ``crm_lead_dedup_tools``.
"""

import importlib.util
import sys
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"


def load() -> None:
    """Make the tools of every add-on importable as ``<addon>_tools``."""
    for folder in sorted(ADDONS.glob("*/tools/__init__.py")):
        _load_one(folder.parents[1])


def _load_one(addon: Path) -> None:
    name = f"{addon.name}_tools"
    folder = addon / "tools"
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
