# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
# The bridge is a program of its own and runs this package without Odoo.
if __name__.startswith("odoo.addons."):
    from . import controllers, models, wizard
    from .hooks import uninstall_hook
