# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmWorkLinkItem(models.Model):
    _name = "crm.work.link.item"
    _description = "Checklist Item of a Work Link"
    _order = "sequence, id"

    link_id = fields.Many2one(
        "crm.work.link", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Item", required=True, readonly=True)
    done_at = fields.Datetime(string="Done on", readonly=True)
