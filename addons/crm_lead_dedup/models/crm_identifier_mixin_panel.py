# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class CrmIdentifierMixin(models.AbstractModel):
    """What the form of a card hands to its panel, and takes from it."""

    _inherit = "crm.identifier.mixin"

    dedup_hint = fields.Json(
        string="Likely Duplicates",
        compute="_compute_dedup_hint",
        groups="sales_team.group_sale_salesman",
        help="What the panel shows of a saved card, read with the form itself.",
    )
    dedup_not_same = fields.Json(
        string="Not the Same",
        compute="_compute_dedup_not_same",
        inverse="_inverse_dedup_not_same",
        groups="sales_team.group_sale_salesman",
        help="Cards, as model and id, that somebody said are not the same while typing.",
    )

    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_dedup_hint(self):
        """A failing look-up never keeps anybody from his card: the panel says so instead."""
        cards = self.filtered(lambda card: isinstance(card.id, int))
        (self - cards).dedup_hint = False
        try:
            with self.env.cr.savepoint(flush=False):
                hints = cards._dedup_hints()
        except Exception:
            _logger.exception("The panel of likely duplicates could not look")
            hints = {card: {"failed": True} for card in cards}
        for card in cards:
            card.dedup_hint = hints[card]

    def _dedup_hints(self):
        """``{card: what the panel shows}``, in batch."""
        panel = self.env["crm.dedup.panel"]
        if not self:
            return {}
        found = self.env["crm.dedup.engine"].find_matches(self)
        answers = panel._answers(self, panel._of_our_companies([found[card] for card in self]))
        dismissed = panel._dismissed(self)
        return {
            card: {**answer, "dismissed": dismissed[card]}
            for card, answer in zip(self, answers, strict=True)
        }

    def _compute_dedup_not_same(self):
        self.dedup_not_same = False

    def _inverse_dedup_not_same(self):
        """Remember what was said of a card that did not exist then."""
        for card in self:
            for model, card_id in card.dedup_not_same or ():
                self.env["crm.dedup.panel"].not_same(card._name, card.id, model, card_id)

    # ------------------------------------------------------------------
    # Hooks
    # ------------------------------------------------------------------

    def _dedup_kind(self):
        """What sort of card it is, a word the panel knows."""
        self.ensure_one()
        return "archived" if not self.active else "contact"

    def _dedup_may_work_at(self, other):
        """Whether the person of this card may be offered to work at another card's company."""
        return False
