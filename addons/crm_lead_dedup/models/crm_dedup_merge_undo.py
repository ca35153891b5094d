# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .crm_dedup_merge_restorer import Restorer


class CrmDedupMerge(models.Model):
    """Undoing: everything as it was, but for what people decide to keep."""

    _inherit = "crm.dedup.merge"

    def action_undo(self, decision=None):
        """Bring every changed row back, or ask about those that were changed since.

        :param decision: ``keep`` or ``old`` for everything changed since; None asks
        :return: an action that shows what is to be decided, or the card that is back
        """
        self.ensure_one()
        merge = self.sudo()
        self._check_may_undo()
        cards = merge._survivor() | merge._sources()
        self.env["crm.dedup.engine"]._lock_cards(cards)
        self.env["crm.dedup.engine"]._lock_cards(merge)
        merge.invalidate_recordset()
        self._check_may_undo()
        restorer = Restorer(self.env, merge)
        merge._note_conflicts(restorer.conflicts(), decision)
        if merge.conflict_count:
            return self._ask()
        merge._undo(restorer)
        return self.env["crm.dedup.merge"].browse(self.id).action_open_survivor()

    def action_undo_keep(self):
        """Undo; what was changed since stays as it is now."""
        return self.action_undo("keep")

    def action_undo_old(self):
        """Undo; what was changed since goes back to what it was before the merge."""
        return self.action_undo("old")

    def _check_may_undo(self):
        """Who sees the merge and may change its cards may undo it, unless others build on it."""
        self.check_access("read")
        merge = self.sudo()
        survivor, sources = merge._survivor(), merge._sources()
        if merge.state != "done":
            raise UserError(self.env._("This merge was undone already."))
        if merge.is_erased:
            raise UserError(
                self.env._("The person's data were erased: what was merged cannot be undone.")
            )
        if not merge.is_undoable:
            raise UserError(
                self.env._("Cards merged in core's own way are deleted: this cannot be undone.")
            )
        if not survivor or (merge.kind == "merge" and len(sources) < merge.source_count):
            raise UserError(self.env._("A card of this merge was deleted: it cannot be undone."))
        if not (survivor | sources).with_env(self.env).has_access("write"):
            raise AccessError(self.env._("You can only undo a merge of cards you may change."))
        if survivor.merged_into_id:
            later = merge.search(
                [("id", ">", merge.id), ("state", "=", "done"), (merge._link[1], "in", survivor.id)]
            )
            raise UserError(
                self.env._(
                    "%(card)s was itself merged into %(into)s. Undo that merge first.",
                    card=merge.name,
                    into=later[:1].name or survivor.merged_into_id.display_name,
                )
            )
        if reasons := merge._undo_blockers():
            raise UserError("\n".join(reasons))

    def _undo_blockers(self):
        """Reasons why this merge can no longer be undone, in words. Hook."""
        self.ensure_one()
        return []

    def _note_conflicts(self, found, decision):
        """Keep the decisions taken, add what is new, forget what is no conflict any more."""
        known = {(row.change_id.id, row.column_name or ""): row for row in self.conflict_ids}
        fresh = []
        for conflict in found:
            row = known.pop((conflict["change_id"], conflict["column_name"] or ""), None)
            if row is None or row.present != conflict["present"]:
                (row or self.env["crm.dedup.merge.conflict"]).unlink()
                fresh.append({**conflict, "merge_id": self.id})
        self.env["crm.dedup.merge.conflict"].union(*known.values()).unlink()
        self.env["crm.dedup.merge.conflict"].create(fresh)
        if decision:
            self.conflict_ids.filtered(lambda row: not row.decision).decision = decision
        self.env.flush_all()
        self.invalidate_recordset(["conflict_ids", "conflict_count"])

    def _ask(self):
        """The form with what is to be decided."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("crm_lead_dedup.view_dedup_merge_form").id, "form")],
            "name": self.env._("Changed since the merge: what shall stay?"),
            "context": {"dedup_deciding": True},
        }

    def _undo(self, restorer):
        """Restore, recompute, tell."""
        survivor, sources = self._survivor(), self._sources()
        restorer.restore()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        kept = self.conflict_ids.filtered(lambda row: row.decision == "keep")
        (survivor | sources)._dedup_refresh()
        self.write(
            {
                "state": "partly" if kept else "undone",
                "undone_by_id": self.env.user.id,
                "undone_at": fields.Datetime.now(),
            }
        )
        names = ", ".join(sources.mapped("display_name"))
        note = self.env._("The merge with %(names)s was undone.", names=names)
        survivor._message_log(body=note)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """A merge that is forgotten could never be undone."""
        raise UserError(self.env._("The record of a merge cannot be deleted."))
