# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CrmAssignmentRule(models.Model):
    """Which leads of a team go to whom; the first that fits and has somebody free is taken."""

    _name = "crm.assignment.rule"
    _description = "Rule of Assignment"
    _order = "sequence, id"

    scheme_id = fields.Many2one(
        "crm.assignment.scheme", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="scheme_id.company_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    domain = fields.Char(string="Leads", default="[]", required=True)
    method = fields.Selection(
        [
            ("round_robin", "In turns"),
            ("least_loaded", "To whom has the least"),
            ("first", "The first who can"),
        ],
        required=True,
        default="round_robin",
    )
    seat_ids = fields.One2many("crm.assignment.seat", "rule_id", string="People")
    error = fields.Char(readonly=True, copy=False, help="Why the rule could not be applied.")

    @api.constrains("domain")
    def _check_domain(self):
        """Refuse what cannot be searched, with the rights of who writes it."""
        for rule in self:
            try:
                # Constraints are asked as root.
                self.env["crm.lead"].sudo(False).search(rule._domain(), limit=1)
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "Leads cannot be searched by the condition of “%(rule)s”.",
                        rule=rule.name,
                    )
                ) from error

    def write(self, vals):
        """A new condition has not failed yet; no rule is moved into somebody else's team."""
        done = super().write({"error": False, **vals} if "domain" in vals else vals)
        if "scheme_id" in vals:
            self.check_access("write")
        return done

    def _domain(self):
        self.ensure_one()
        return Domain(literal_eval(self.domain or "[]"))

    def _fitting(self, leads):
        """Return the ids of the leads that fit; none and the error on the rule when it fails."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                domain = self._domain() & Domain("id", "in", leads.ids)
                fitting = leads.with_context(active_test=False).search(domain)
        except (ValueError, SyntaxError, TypeError) as error:
            self.error = str(error)
            return frozenset()
        if self.error:
            self.error = False
        return frozenset(fitting.ids)
