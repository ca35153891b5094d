# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections.abc import Collection

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CrmDedupMergeMixin(models.AbstractModel):
    """A card that can be merged into another and come back.

    The inheriting model defines ``merged_into_id`` and ``merge_ids``. A merged card is archived
    and counts nowhere: no search, group or figure finds it, not even with archived records,
    unless the domain names ``id`` or ``merged_into_id``, or the context says
    ``crm_dedup_with_merged``.
    """

    _name = "crm.dedup.merge.mixin"
    _description = "Card That Can Be Merged"

    @api.model
    def _merged_domain(self):
        """The documented exclusion: cards that stand for themselves."""
        return Domain("merged_into_id", "=", False)

    @api.model
    def _search(self, domain, *args, active_test=True, **kwargs):
        """Leave merged cards out where archived ones are asked for."""
        domain = Domain(domain)
        leaves = list(domain.iter_conditions())
        archived = (
            not active_test
            or not self.env.context.get("active_test", True)
            or any(leaf.field_expr == "active" for leaf in leaves)
        )
        wanted = self.env.context.get("crm_dedup_with_merged")
        if archived and not wanted and not any(map(self._asks_for_merged, leaves)):
            domain &= self._merged_domain() | self._relatives_asked(leaves)
        return super()._search(domain, *args, active_test=active_test, **kwargs)

    @api.model
    def _asks_for_merged(self, leaf):
        """Whether a condition names cards one by one, or merged ones."""
        return leaf.field_expr == "merged_into_id" or (
            leaf.field_expr == "id" and leaf.operator in ("=", "in")
        )

    @api.model
    def _relatives_asked(self, leaves):
        """Cards named one by one to get their children or parents along: they are wanted, too."""
        family = [leaf for leaf in leaves if leaf.operator in ("child_of", "parent_of")]
        values = [leaf.value for leaf in family if leaf.field_expr == "id"]
        ids = [value for value in values if isinstance(value, int)]
        ids += [i for value in values if isinstance(value, Collection) for i in value]
        return Domain("id", "in", [i for i in ids if isinstance(i, int)])

    def _merged_survivor(self):
        """The cards for which these stand now, along chains of merges; others as they are."""
        survivors = self.sudo()
        while merged := survivors.filtered("merged_into_id"):
            survivors = survivors - merged | merged.merged_into_id
        return survivors.with_env(self.env)

    def write(self, vals):
        """A merged card is brought back by undoing, never by unarchiving it."""
        if vals.get("active") and any(self.sudo().mapped("merged_into_id")):
            raise UserError(
                self.env._("This card was merged into another one: undo the merge to get it back.")
            )
        return super().write(vals)

    def unlink(self):
        """Cards merged into one that is deleted go with it: they are nobody else."""
        merged = self.sudo().with_context(active_test=False).merge_ids - self
        if merged:
            merged.unlink()
        return super().unlink()
