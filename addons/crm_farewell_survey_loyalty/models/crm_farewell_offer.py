# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmFarewellOffer(models.Model):
    """An offer can be a coupon of a program, one for each letter."""

    _inherit = "crm.farewell.offer"

    kind = fields.Selection(
        selection_add=[("coupon", "Coupon")], ondelete={"coupon": "set default"}
    )
    program_id = fields.Many2one(
        "loyalty.program",
        string="Coupons of",
        domain=[("program_type", "=", "coupons")],
        ondelete="restrict",
        index="btree_not_null",
    )

    _program_required = models.Constraint(
        "CHECK (kind <> 'coupon' OR program_id IS NOT NULL)",
        "A coupon needs the program that it belongs to.",
    )
