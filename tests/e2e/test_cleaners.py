# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's daily cleaner catches what goes wrong in it: here nothing is caught."""

from odoo_shell import own_databases, shell

# Every add-on of the house is installed here; its methods say in which file they are written.
CLEAN = """
import inspect
from odoo.addons.base.models.ir_autovacuum import is_autovacuum
ours = set()
for model in env.values():
    for name, method in inspect.getmembers(model.__class__, is_autovacuum):
        where = inspect.getsourcefile(inspect.unwrap(method))
        if "/addons/crm_" in where and "/odoo/addons/crm_" not in where:
            method(model)
            ours.add((model._name, name))
assert len(ours) > 10, ours
env.cr.rollback()
"""


def test_every_cleaner_runs() -> None:
    """Whatever is thrown away in time can be thrown away, with all add-ons together."""
    with own_databases("cleaners", whole=True) as (odoo, [name]):
        shell(odoo, name, CLEAN)
