# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

CARD_MODELS = {"crm.lead": "lead_id", "res.partner": "partner_id"}


class CrmDedupMatch(models.Model):
    """Two cards that may be one person or company, and what somebody decided about them.

    The pair is ordered: a lead before a customer, of one kind the lower id first. A scan writes
    candidates and leaves decisions alone.
    """

    _name = "crm.dedup.match"
    _description = "Possible Duplicate"
    _order = "probability desc, id"

    left_model = fields.Selection("_selection_models", required=True, readonly=True)
    left_id = fields.Many2oneReference(model_field="left_model", required=True, readonly=True)
    right_model = fields.Selection("_selection_models", required=True, readonly=True)
    right_id = fields.Many2oneReference(model_field="right_model", required=True, readonly=True)
    left_lead_id = fields.Many2one(
        "crm.lead", ondelete="cascade", readonly=True, index="btree_not_null"
    )
    left_partner_id = fields.Many2one(
        "res.partner", ondelete="cascade", readonly=True, index="btree_not_null"
    )
    right_lead_id = fields.Many2one(
        "crm.lead", ondelete="cascade", readonly=True, index="btree_not_null"
    )
    right_partner_id = fields.Many2one(
        "res.partner", ondelete="cascade", readonly=True, index="btree_not_null"
    )
    left_name = fields.Char(compute="_compute_names", string="Card")
    right_name = fields.Char(compute="_compute_names", string="Other card")
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    probability = fields.Float(digits=(6, 4), readonly=True, aggregator="avg")
    weight = fields.Float(readonly=True, aggregator=None, help="Natural logarithm of the odds.")
    tier = fields.Selection(
        [("automatic", "Certain"), ("review", "To check")], readonly=True, required=True
    )
    relation = fields.Selection(
        [("duplicate", "Duplicate"), ("related", "Related")],
        readonly=True,
        required=True,
        help="Related: a family, colleagues or branches; never merged.",
    )
    state = fields.Selection(
        [
            ("candidate", "Proposed"),
            ("confirmed", "The same"),
            ("dismissed", "Not the same"),
            ("merged", "Merged"),
        ],
        default="candidate",
        required=True,
        readonly=True,
        index=True,
    )
    explanation = fields.Json(compute="_compute_explanation")
    explanation_data = fields.Json(readonly=True, groups="base.group_system")
    scan = fields.Integer(readonly=True, help="Number of the scan that saw the pair last.")
    cluster_id = fields.Many2one(
        "crm.dedup.cluster", ondelete="set null", readonly=True, index="btree_not_null"
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)

    _pair_uniq = models.UniqueIndex(
        # Ids first: two cards hardly ever have one, and numbers are compared faster than names.
        "(left_id, right_id, left_model, right_model)",
        "These two cards are compared already.",
    )

    _loose_idx = models.Index("(id) WHERE cluster_id IS NULL AND relation = 'duplicate'")

    @api.model
    def _selection_models(self):
        return [("crm.lead", self.env._("Lead")), ("res.partner", self.env._("Customer"))]

    # ------------------------------------------------------------------
    # What a reader sees
    # ------------------------------------------------------------------

    def _cards(self):
        """``{match: (left card, right card)}`` in the reader's environment."""
        return {
            match: tuple(
                self.env[match[f"{side}_model"]].browse(match[f"{side}_id"])
                for side in ("left", "right")
            )
            for match in self
        }

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends("left_id", "right_id")
    def _compute_names(self):
        cards = self._cards()
        shown = self.env["crm.dedup.engine"]._shown_cards(
            [card for pair in cards.values() for card in pair]
        )
        for match, (left, right) in cards.items():
            match.left_name = shown[left]["name"]
            match.right_name = shown[right]["name"]

    @api.depends("left_id", "right_id")
    def _compute_display_name(self):
        for match in self:
            match.display_name = f"{match.left_name} ↔ {match.right_name}"

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends("explanation_data")
    def _compute_explanation(self):
        engine = self.env["crm.dedup.engine"]
        cards = self._cards()
        told = engine._explained(
            [(*cards[match], match.sudo().explanation_data or []) for match in self]
        )
        for match, lines in zip(self, told, strict=True):
            match.explanation = lines

    # ------------------------------------------------------------------
    # Decisions
    # ------------------------------------------------------------------

    def _decide(self, state):
        """Write a decision of the current user, who sees the pair and may change one card of it."""
        self.check_access("read")
        for left, right in self._cards().values():
            if not left.has_access("write"):
                right.check_access("write")
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": state != "candidate" and self.env.uid,
                "decided_at": state != "candidate" and fields.Datetime.now(),
            }
        )
        return True

    def action_confirm(self):
        """These are the same."""
        return self._decide("confirmed")

    def action_dismiss(self):
        """These are not the same; remembered, whatever a later scan finds."""
        return self._decide("dismissed")

    def action_reset(self):
        """Take the decision back; a merge is taken back on the merge."""
        return self.filtered(lambda match: match.state != "merged")._decide("candidate")

    def action_open_left(self):
        """Open the first card."""
        return self._open("left")

    def action_open_right(self):
        """Open the second card."""
        return self._open("right")

    def _open(self, side):
        self.ensure_one()
        card = self._cards()[self][side == "right"]
        if not card.has_access("read"):
            raise AccessError(self.env["crm.dedup.engine"]._shown_cards([card])[card]["name"])
        return {
            "type": "ir.actions.act_window",
            "res_model": card._name,
            "res_id": card.id,
            "views": [(False, "form")],
        }
