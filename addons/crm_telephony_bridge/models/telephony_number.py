# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.numbers import read_caller


class TelephonyNumber(models.Model):
    """A further number of a contact or a lead: beside the one on its card."""

    _name = "telephony.number"
    _description = "Further Phone Number"
    _order = "id"
    _rec_name = "number"

    number = fields.Char(required=True, help="With the country prefix: +380671112233.")
    tail = fields.Char(
        string="Last Nine Digits",
        compute="_compute_tail",
        store=True,
        index="btree_not_null",
        help="What callers are recognised by.",
    )
    raw = fields.Char(string="As Written")
    note = fields.Char()
    partner_id = fields.Many2one(
        "res.partner", string="Contact", ondelete="cascade", index="btree_not_null"
    )
    lead_id = fields.Many2one("crm.lead", ondelete="cascade", index="btree_not_null")

    _one_owner = models.Constraint(
        "CHECK (num_nonnulls(partner_id, lead_id) = 1)",
        "A number belongs to one contact or to one lead.",
    )

    @api.depends("number")
    def _compute_tail(self):
        for number in self:
            number.tail = read_caller(number.number, None).tail

    # Not a UNIQUE of the database: when contacts are merged, core would drop all numbers of one.
    @api.constrains("number", "partner_id", "lead_id")
    def _check_unique(self):
        twice = self.sudo()._read_group(
            [("number", "in", self.mapped("number"))],
            ["partner_id", "lead_id", "number"],
            having=[("__count", ">", 1)],
        )
        if {(one.partner_id, one.lead_id, one.number) for one in self.sudo()} & set(twice):
            raise ValidationError(self.env._("The card has this number already."))

    @api.model_create_multi
    def create(self, vals_list):
        """Keep numbers in one spelling, and how they were written."""
        return super().create([self._spelled(vals) for vals in vals_list])

    def write(self, vals):
        """Keep numbers in one spelling, and how they were written."""
        return super().write(self._spelled(vals))

    @api.model
    def _spelled(self, vals):
        """The values with the number in E.164, as far as it can be read."""
        if not vals.get("number"):
            return vals
        caller = read_caller(vals["number"], self.env.company.country_id.code)
        return {"raw": vals["number"], **vals, "number": caller.shown or vals["number"]}
