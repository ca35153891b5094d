# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyNumber(models.Model):
    """A further number of a contact or a lead: beside the one on its card."""

    _name = "telephony.number"
    _description = "Further Phone Number"
    _order = "id"
    _rec_name = "number"

    number = fields.Char(required=True, help="With the country prefix: +380671112233.")
    tail = fields.Char(
        string="Last Nine Digits", readonly=True, help="What callers are recognised by."
    )
    raw = fields.Char(string="As Written")
    note = fields.Char()
    partner_id = fields.Many2one(
        "res.partner", string="Contact", ondelete="cascade", index="btree_not_null"
    )
    lead_id = fields.Many2one("crm.lead", ondelete="cascade", index="btree_not_null")
