# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountMove(models.Model):
    """Whom an invoice serves; its partner is the counterparty."""

    _inherit = "account.move"

    client_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="restrict")
