# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    has_sealed_entries = fields.Boolean(
        compute="_compute_has_sealed_entries",
        groups="base.group_user",
        help="Posted entries name this customer and can be changed by nobody any more.",
    )

    def _compute_has_sealed_entries(self):
        sealed = self.env["account.move.line"]._sealed_count(self)
        for partner in self:
            partner.has_sealed_entries = partner.id in sealed

    @api.model
    def _merge_blockers(self, survivor, others):
        return super()._merge_blockers(survivor, others) + self._merge_sealed(survivor, others)

    @api.model
    def _merge_sealed(self, survivor, others):
        """A customer named by sealed entries stays: what they say cannot be re-written."""
        sealed = self.env["account.move.line"]._sealed_count(survivor | others)
        kept = (survivor | others).filtered(lambda card: card.id in sealed)
        if not kept & others:
            return []
        if len(kept) > 1:
            return [
                self.env._(
                    "Several of these customers have posted entries that nobody can change any"
                    " more: %(cards)s. They cannot become one: leave them out of the merge, and"
                    " archive those you do not use.",
                    cards=", ".join(kept.mapped("display_name")),
                )
            ]
        count, entry = sealed[kept.id]
        return [
            self.env._(
                "%(card)s is named by %(count)s posted entries that nobody can change any more"
                " (%(entry)s among them). Keep this card and merge the others into it.",
                card=kept.display_name,
                count=count,
                entry=entry,
            )
        ]

    def _merge_rank(self):
        """Who is named by sealed entries is proposed as the one that stays."""
        return super()._merge_rank() + 8 * self.has_sealed_entries
