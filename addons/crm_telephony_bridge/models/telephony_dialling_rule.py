# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.dialling import DiallingRule, verdict


class TelephonyDiallingRule(models.Model):
    """Which numbers may be called from Odoo, by whom; the first rule that matches decides."""

    _name = "telephony.dialling.rule"
    _description = "Dialling Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: in all companies.")
    group_ids = fields.Many2many(
        "res.groups", string="For Groups", help="Empty: the rule is for everybody."
    )
    verdict = fields.Selection(
        [("forbid", "Must not be called"), ("allow", "May be called")],
        required=True,
        default="forbid",
    )
    matched = fields.Selection(
        [
            ("premium", "Premium-rate numbers"),
            ("foreign", "Numbers of other countries"),
            ("country", "Numbers of these countries"),
            ("prefix", "Numbers that begin with"),
            ("any", "All numbers"),
        ],
        string="Which Numbers",
        required=True,
        default="premium",
        help="Other countries: other than the provider's country of numbers.",
    )
    country_ids = fields.Many2many("res.country", string="Countries")
    prefixes = fields.Char(help="With country code, separated by commas: +882, +883.")

    @api.model
    def _forbidding(self, user, provider, destination):
        """The rule that forbids the user to call there, or an empty recordset."""
        rules = self.sudo().search(
            Domain("company_id", "in", [False, provider.company_id.id])
            & (Domain("group_ids", "=", False) | Domain("group_ids", "in", user.all_group_ids.ids))
        )
        by_rule = {rule._as_plain(): rule for rule in reversed(rules)}
        decided = verdict(
            [rule._as_plain() for rule in rules], destination, provider._dialling_home()
        )
        return by_rule[decided] if decided and not decided.allowed else self.browse()

    def _as_plain(self):
        values = self.country_ids.mapped("code")
        if self.matched == "prefix":
            values = (self.prefixes or "").split(",")
        return DiallingRule(self.verdict == "allow", self.matched, tuple(values))
