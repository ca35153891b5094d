# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Domain

# More cards than this with a former name in common say nothing.
MANY = 200


class CrmDedupMergeMixin(models.AbstractModel):
    """A merged card is found as the one that stands for it: by name, by link, by its action."""

    _inherit = "crm.dedup.merge.mixin"

    former_name = fields.Char(
        compute="_compute_former_name",
        search="_search_former_name",
        groups="base.group_user",
        help="Names of the cards that were merged into this one.",
    )

    merged_into_readable = fields.Boolean(
        "Surviving card can be read", compute="_compute_merged_into_readable"
    )

    @api.depends("merged_into_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_merged_into_readable(self):
        survivors = self.sudo().mapped("merged_into_id").with_env(self.env)
        readable = set(survivors._filtered_access("read").ids)
        for card in self:
            card.merged_into_readable = card.sudo().merged_into_id.id in readable

    @api.depends("merge_ids")
    def _compute_former_name(self):
        for card in self:
            card.former_name = ", ".join(card.sudo().merge_ids.mapped("display_name")) or False

    @api.model
    def _search_former_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        own = self.with_context(crm_dedup_own_names=True)
        return self._of_survivors(own._search_display_name(operator, value))

    @api.model
    def _search_display_name(self, operator, value):
        """The name of a merged card finds its survivor."""
        domain = super()._search_display_name(operator, value)
        if domain is NotImplemented or operator in Domain.NEGATIVE_OPERATORS or not value:
            return domain
        if self.env.context.get("crm_dedup_own_names"):
            return domain
        return domain | self._of_survivors(domain)

    @api.model
    def _of_survivors(self, domain):
        """Cards that stand for the merged ones that a domain describes.

        As a list of ids, for beside a list the database still uses the indexes of core's own
        conditions; beside another query it would read the whole table.
        """
        merged = self.sudo().with_context(active_test=False)
        domain = Domain("merged_into_id", "!=", False) & Domain(domain)
        found = merged.search(domain, order="id desc", limit=MANY)._merged_survivor()
        return Domain("id", "in", found.ids) if found else Domain.FALSE

    def get_formview_action(self, access_uid=None):
        """Every link of ours and core's that opens a card opens the one that stands for it."""
        if len(self) == 1 and self.sudo().merged_into_id:
            return self._merged_survivor().get_formview_action(access_uid=access_uid)
        return super().get_formview_action(access_uid=access_uid)

    def merged_survivor_id(self):
        """The card that stands for a merged one, for who may read it; False for any other.

        Asked by the form before it leads on from an old address.
        """
        self.ensure_one()
        self.check_access("read")
        survivor = self._merged_survivor()
        return survivor != self and survivor.has_access("read") and survivor.id

    def action_open_merged_into(self):
        """Open the card that stands for this one."""
        return self._merged_survivor().get_formview_action()

    def action_open_merge(self):
        """Show the merge by which this card went, to undo it."""
        self.ensure_one()
        self.check_access("read")
        merge = self._merge_of()
        if not merge:
            names = self.sudo()._merge_of().user_id.name or ""
            raise UserError(self.env._("This merge is somebody else's. Ask: %(who)s", who=names))
        return merge.get_formview_action()

    def _merge_of(self):
        """The merge by which each of these cards went."""
        sources = "source_lead_ids" if self._name == "crm.lead" else "source_partner_ids"
        return self.env["crm.dedup.merge"].search(
            [(sources, "in", self.ids), ("state", "=", "done"), ("kind", "=", "merge")], limit=1
        )

    def write(self, vals):
        """Bringing a merged card back by hand is refused; undoing is offered."""
        merged = vals.get("active") and self.sudo().filtered("merged_into_id")
        merge = merged and merged[:1].with_env(self.env)._merge_of()
        if merge:
            raise RedirectWarning(
                self.env._(
                    "%(name)s was merged into %(survivor)s. Undo the merge to get it back.",
                    name=merged[0].display_name,
                    survivor=merged[0].merged_into_id.display_name,
                ),
                merge.get_formview_action(),
                self.env._("Open the merge"),
            )
        return super().write(vals)

    def action_dedup_merge(self):
        """Compare these cards side by side and merge them, whatever core would have done."""
        self.check_access("read")
        cards = self._merged_survivor()
        if len(cards) < 2:
            raise UserError(self.env._("Choose at least two cards to merge."))
        return {
            "type": "ir.actions.client",
            "tag": "crm_lead_dedup.review",
            "name": self.env._("Merge"),
            "target": "new",
            "params": {"model": self._name, "ids": cards.ids},
        }
