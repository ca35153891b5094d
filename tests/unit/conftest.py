# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The add-ons' pure logic, without Odoo."""

import addon_tools
from hypothesis import settings

# A busy machine is no failure: nothing here is measured in milliseconds.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

addon_tools.load()
