# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmAssignmentSeat(models.Model):
    """Somebody's place in a team's way of assignment, or in one of its rules."""

    _name = "crm.assignment.seat"
    _description = "Person of an Assignment"
    _order = "sequence, id"
    _rec_name = "user_id"

    scheme_id = fields.Many2one(
        "crm.assignment.scheme",
        required=True,
        ondelete="cascade",
        index=True,
        compute="_compute_scheme_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    rule_id = fields.Many2one("crm.assignment.rule", ondelete="cascade", index="btree_not_null")
    company_id = fields.Many2one(related="scheme_id.company_id")
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one(
        "res.users",
        required=True,
        ondelete="cascade",
        index=True,
        domain="[('share', '=', False)]",
        string="Person",
    )
    weight = fields.Integer(
        default=1, help="Gets so many times what a person of weight 1 gets; 0 gets nothing."
    )
    max_open = fields.Integer(string="At Most Open", help="Open leads at a time; 0 for any number.")
    max_day = fields.Integer(string="At Most a Day", help="New leads a day; 0 for any number.")
    # What the last sharing out left: whose turn is next.
    credit = fields.Integer(readonly=True, copy=False)

    _person_uniq = models.UniqueIndex(
        "(scheme_id, COALESCE(rule_id, 0), user_id)", "This person is in the list already."
    )
    _not_negative = models.Constraint(
        "CHECK(weight >= 0 AND max_open >= 0 AND max_day >= 0)",
        "Weights and limits are not negative.",
    )

    @api.depends("rule_id.scheme_id")
    def _compute_scheme_id(self):
        for seat in self:
            seat.scheme_id = seat.rule_id.scheme_id or seat.scheme_id

    def write(self, vals):
        """Nobody is moved into somebody else's team."""
        done = super().write(vals)
        if vals.keys() & {"scheme_id", "rule_id"}:
            self.check_access("write")
        return done

    @api.constrains("scheme_id", "rule_id")
    def _check_rule(self):
        """Whoever sits in a rule sits in its team."""
        if any(seat.rule_id and seat.rule_id.scheme_id != seat.scheme_id for seat in self):
            raise ValidationError(self.env._("This rule is of another team."))

    @api.constrains("user_id")
    def _check_user(self):
        """Leads go to colleagues, not to people of the portal."""
        if self.user_id.filtered("share"):
            raise ValidationError(self.env._("Leads are given to internal users only."))
