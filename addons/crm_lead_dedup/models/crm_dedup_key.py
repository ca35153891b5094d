# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL


class CrmDedupKey(models.Model):
    """The blocking keys of all profiles one by one: a raw table, read and written by SQL only.

    It has no id, no foreign key and one index, for a base has a dozen keys a card. As a model it
    is known to Odoo, so that it leaves with the add-on.
    """

    _name = "crm.dedup.key"
    _description = "Card Prepared for Comparison"
    _auto = False
    _log_access = False

    key = fields.Integer(readonly=True)
    profile_id = fields.Integer("Card", readonly=True)

    def init(self):
        """Make the table."""
        table, index = SQL.identifier(self._table), SQL.identifier(f"{self._table}_idx")
        self.env.cr.execute(
            SQL(
                "CREATE TABLE IF NOT EXISTS %s (key integer NOT NULL, profile_id integer NOT NULL)",
                table,
            )
        )
        self.env.cr.execute(
            SQL("CREATE INDEX IF NOT EXISTS %s ON %s (key, profile_id)", index, table)
        )
