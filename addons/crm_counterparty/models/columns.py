# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Columns of stored computed fields, made before Odoo would compute them record by record."""

from odoo.tools.sql import column_exists, create_column


def make_columns(model, *names):
    """Make the columns that are missing, for numbers of records; return their names."""
    cr = model.env.cr
    missing = [name for name in names if not column_exists(cr, model._table, name)]
    for name in missing:
        create_column(cr, model._table, name, "int4")
    return missing
