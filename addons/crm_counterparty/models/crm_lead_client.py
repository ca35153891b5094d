# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmLead(models.Model):
    """Whom a deal serves, on whom its documents are made out, with whom we talk."""

    _inherit = "crm.lead"

    client_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="set null")
    counterparty_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="set null")
    contact_id = fields.Many2one(
        "res.partner", "Contact Person", index="btree_not_null", ondelete="set null"
    )
