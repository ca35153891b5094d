# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..tools.linkage.fitting import MINIMUM

LEVELS = [
    ("agree", "Same"),
    ("close", "Nearly the same"),
    ("part", "Partly"),
    ("differ", "Different"),
]
THRESHOLDS = ("review", "automatic", "prior")


class CrmDedupProposal(models.Model):
    """Weights and thresholds learnt from what people decided; applied only when somebody says so.

    An applied one stays on record with the values before it, so that it can be taken back.
    """

    _name = "crm.dedup.proposal"
    _description = "Proposed Weights"
    _order = "id desc"

    # draft -> applied -> undone; draft -> discarded
    state = fields.Selection(
        [
            ("draft", "Proposed"),
            ("applied", "Applied"),
            ("undone", "Taken back"),
            ("discarded", "Discarded"),
        ],
        default="draft",
        required=True,
        readonly=True,
    )
    same_count = fields.Integer(string="The Same", readonly=True)
    other_count = fields.Integer(string="Not the Same", readonly=True)
    right_before = fields.Integer(
        readonly=True, help="Decisions that the present rules would have taken likewise."
    )
    right_after = fields.Integer(
        readonly=True, help="Decisions that the proposed rules would have taken likewise."
    )
    line_ids = fields.One2many("crm.dedup.proposal.line", "proposal_id", readonly=True)
    review_old = fields.Float(digits=(4, 2), readonly=True)
    review_new = fields.Float(string="Show From", digits=(4, 2), readonly=True)
    automatic_old = fields.Float(digits=(4, 2), readonly=True)
    automatic_new = fields.Float(string="Certain From", digits=(4, 2), readonly=True)
    prior_old = fields.Float(digits=(4, 2), readonly=True)
    prior_new = fields.Float(string="Before Comparing", digits=(4, 2), readonly=True)
    looked_at = fields.Integer(readonly=True, help="Open matches that were weighed anew.")
    to_automatic = fields.Integer(string="Now Certain", readonly=True)
    to_review = fields.Integer(string="Now to Check", readonly=True)
    to_none = fields.Integer(string="No Longer Duplicates", readonly=True)
    example_ids = fields.One2many("crm.dedup.proposal.example", "proposal_id", readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Applied by", readonly=True)
    decided_at = fields.Datetime(string="Applied on", readonly=True)

    @api.depends("create_date", "same_count", "other_count")
    def _compute_display_name(self):
        for proposal in self:
            proposal.display_name = self.env._(
                "From %(count)s decisions", count=proposal.same_count + proposal.other_count
            )

    # ------------------------------------------------------------------
    # Making one
    # ------------------------------------------------------------------

    def action_propose(self):
        """Learn from all decisions so far and open what comes out of it.

        :raises UserError: there are too few decisions, or nothing would change
        """
        self.check_access("create")
        rules = self.env["crm.dedup.rule"]._rules()
        found = self._fit(self._decisions(rules), rules)
        self._check_worth(found)
        self.search([("state", "=", "draft")]).state = "discarded"
        return self.create(self._values_of(found, rules))._open()

    @api.model
    def _check_worth(self, found):
        """A handful of decisions, or decisions of one kind only, would mislead."""
        if not found.enough:
            raise UserError(
                self.env._(
                    "There are too few decisions to learn from: %(same)s “the same” and "
                    "%(other)s “not the same”. Needed are %(minimum)s in all, with some of each "
                    "kind. Go on reviewing, then come back.",
                    same=_same(found.before),
                    other=_other(found.before),
                    minimum=MINIMUM,
                )
            )
        if not found.changes:
            raise UserError(
                self.env._("The present weights fit the decisions best: nothing to propose.")
            )

    @api.model
    def _values_of(self, found, rules):
        """Values of the record for what was found."""
        every = self.env["crm.dedup.rule"].with_context(active_test=False)
        rows = every.search(Domain.TRUE, order="id")
        values = {
            "same_count": _same(found.before),
            "other_count": _other(found.before),
            "right_before": _right(found.before),
            "right_after": _right(found.after),
            "line_ids": [
                Command.create(
                    {
                        "rule_id": rows[change.place].id,
                        "level": change.level,
                        "old": change.old,
                        "new": change.new,
                    }
                )
                for change in found.changes
                if change.place >= 0
            ],
            **self._effects(rules, found.rules),
        }
        for name in THRESHOLDS:
            values[f"{name}_old"] = getattr(rules, name)
            values[f"{name}_new"] = getattr(found.rules, name)
        return values

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Proposed Weights"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------
    # Decisions about it
    # ------------------------------------------------------------------

    def action_apply(self):
        """Take over the weights and thresholds; they act on the next search."""
        self._check_state("draft")
        self._check_unchanged("old")
        self._write_rules("new")
        self._mark("applied")
        return True

    def action_discard(self):
        """Leave all as it is."""
        self._check_state("draft")
        self.state = "discarded"
        return True

    def action_undo(self):
        """Bring back the weights and thresholds from before."""
        self._check_state("applied")
        self._check_unchanged("new")
        self._write_rules("old")
        self._mark("undone")
        return True

    def _check_state(self, state):
        self.ensure_one()
        self.check_access("write")
        if self.state != state:
            raise UserError(self.env._("Somebody has decided about this proposal already."))

    def _check_unchanged(self, side):
        """Nobody's work is overwritten: the rules are still those that this proposal knows."""
        self.ensure_one()
        changed = {
            line.rule_id.name for line in self.line_ids if line.rule_id[line.level] != line[side]
        }
        setting = self.env["crm.dedup.setting"]._get()
        if changed or any(setting[name] != self[f"{name}_{side}"] for name in THRESHOLDS):
            raise UserError(
                self.env._(
                    "The weights or thresholds were changed since by hand (%(names)s). Make a new "
                    "proposal.",
                    names=", ".join(sorted(changed)) or self.env._("thresholds"),
                )
            )

    def _write_rules(self, side):
        """Write one side of all lines, all weights of a comparison at once."""
        for rule, lines in self.line_ids.grouped("rule_id").items():
            rule.write({line.level: line[side] for line in lines})
        self.env["crm.dedup.setting"]._get().with_env(self.env).write(
            {name: self[f"{name}_{side}"] for name in THRESHOLDS}
        )

    def _mark(self, state):
        self.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )


def _same(counts):
    """Decisions that two cards are the same, of ``tools.linkage.fitting.Counts``."""
    return counts.automatic + counts.review + counts.missed


def _other(counts):
    return counts.wrong_automatic + counts.wrong_review + counts.spared


def _right(counts):
    """Decisions that the rules take likewise: shown what is the same, spared what is not."""
    return counts.automatic + counts.review + counts.spared
