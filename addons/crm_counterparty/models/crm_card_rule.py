# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, tools

from ..tools import card_score

# Which kinds of card each model holds.
KINDS = {
    "crm.lead": ("lead", "opportunity"),
    "res.partner": ("client", "counterparty", "contact"),
}
MODEL_OF = {kind: model for model, kinds in KINDS.items() for kind in kinds}


class CrmCardRule(models.Model):
    """What should be filled in on a kind of card, and from which stage on it must be.

    Of the rules of a kind the first that fits counts. A card of several kinds, a client who is his
    own counterparty, is asked for everything that the rules of all its kinds list.
    """

    _name = "crm.card.rule"
    _description = "Completeness Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("lead", "Lead"),
            ("opportunity", "Deal"),
            ("client", "Client"),
            ("counterparty", "Counterparty"),
            ("contact", "Contact Person"),
        ],
        required=True,
        default="opportunity",
    )
    team_ids = fields.Many2many(
        "crm.team",
        string="Teams",
        help="Only for cards of these teams; a contact belongs to the team of its salesperson.",
    )
    company_ids = fields.Many2many(
        "res.company", string="Companies", help="Only for cards of these companies."
    )
    line_ids = fields.One2many("crm.card.rule.line", "rule_id", "Fields", copy=True)
    line_count = fields.Integer("Number of Fields", compute="_compute_line_count")
    refresh_progress = fields.Char(compute="_compute_refresh_progress")

    @api.depends("line_ids")
    def _compute_line_count(self):
        for rule in self:
            rule.line_count = len(rule.line_ids)

    def _compute_refresh_progress(self):
        told = self.env["crm.card.refresh"]._progress()
        for rule in self:
            rule.refresh_progress = told.get(MODEL_OF.get(rule.kind), False)

    @api.model_create_multi
    def create(self, vals_list):
        """Have the cards scored by the new rules."""
        rules = super().create(vals_list)
        rules._changed()
        return rules

    def write(self, vals):
        """Have the cards scored anew, unless only the name changed."""
        before = set(self.mapped("kind"))
        result = super().write(vals)
        if set(vals) - {"name"}:
            self._changed(before)
        return result

    def unlink(self):
        """Have the cards scored by the rules that remain."""
        kinds = set(self.mapped("kind"))
        result = super().unlink()
        self._changed(kinds)
        return result

    def _changed(self, kinds=()):
        """Have the cards of these rules' kinds scored anew, and new fields watched."""
        self.env.registry.clear_cache()
        names = {MODEL_OF[kind] for kind in {*self.exists().mapped("kind"), *kinds}}
        if not names:
            return
        self.env["crm.card.refresh"]._start(sorted(names))
        self.env["crm.card.rule.line"]._watch_fields(sorted(names))

    @api.model
    @tools.ormcache()
    def _rules(self):
        """All rules in their order as plain values, see :mod:`..tools.card_score`."""
        return self._read_rules()

    @api.model
    def _read_rules(self):
        rules = self.sudo().search([("active", "=", True)])
        return tuple(
            card_score.Rule(
                rule.id,
                rule.kind,
                tuple(line._plain() for line in rule.line_ids if line._is_readable()),
                frozenset(rule.team_ids.ids),
                frozenset(rule.company_ids.ids),
            )
            for rule in rules
        )

    @api.model
    def _has_requirements(self):
        """Whether any stage needs anything; nobody pays for it before."""
        return any(line.stage for rule in self._rules() for line in rule.lines)
