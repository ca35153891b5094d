# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a module left in a database: structure, and records that name it."""

from collections.abc import Mapping

from house import addons, database
from house.odoo import Odoo

STRUCTURE = """
    SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
     WHERE table_schema = 'public'
    UNION SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
    UNION SELECT 'constraint ' || conname || ' ' || conrelid::regclass FROM pg_constraint
           WHERE connamespace = 'public'::regnamespace
    UNION SELECT 'sequence ' || sequencename FROM pg_sequences WHERE schemaname = 'public'
    UNION SELECT 'view ' || viewname FROM pg_views WHERE schemaname = 'public'
    UNION SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def structure(odoo: Odoo, name: str) -> set[str]:
    """Columns, indexes, constraints, sequences, views and functions of a database."""
    return set(odoo.cluster.sql(STRUCTURE, name))


def traces(
    odoo: Odoo, name: str, queries: Mapping[str, str], module: str, models: str
) -> dict[str, list[str]]:
    """Records that name a module, by table.

    :param queries: by table; ``{m}`` is the module, ``{ours}`` the pattern of its models
    """
    found = {}
    for table, query in queries.items():
        if rows := odoo.cluster.sql(query.format(m=module, ours=models), name):
            found[table] = rows
    return found


def beyond_core(odoo: Odoo, name: str) -> set[str]:
    """Structure that neither core has nor those of ours that stand on no accounting."""
    core = database.core_template(odoo, addons.core_modules(addons.read()))
    others = (core, database.suite_template(odoo))
    return structure(odoo, name).difference(*(structure(odoo, other) for other in others))


def on_accounting(but: str) -> list[str]:
    """The other add-ons of ours that stand on accounting; their glue goes with them."""
    ours = addons.read()
    heavy = set(ours) - set(addons.light(ours))
    return sorted(name for name in heavy if not ours[name].is_glue and name != but)
