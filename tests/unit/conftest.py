# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Loads the ``tools`` of each add-on without Odoo.

An add-on's own ``__init__`` imports its models, so the folder is loaded as a package of its own
name: ``addons/crm_lead_dedup/tools`` as ``crm_lead_dedup_tools``.
"""

import importlib.util
import sys
from pathlib import Path

from hypothesis import settings

# A busy machine is no failure: nothing here is measured in milliseconds.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

ADDONS = Path(__file__).resolve().parents[2] / "addons"


def _load_tools(addon: Path) -> None:
    """Make the tools of one add-on importable as ``<addon>_tools``."""
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


for _folder in sorted(ADDONS.glob("*/tools/__init__.py")):
    _load_tools(_folder.parents[1])
