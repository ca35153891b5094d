# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo import api, fields, models

from .crm_dedup_merge_recorder import Recorder

CARD_MODELS = [("crm.lead", "Lead"), ("res.partner", "Contact")]


class CrmDedupMerge(models.Model):
    """Cards that became one: which, by whom, what was chosen, and every row that changed."""

    _name = "crm.dedup.merge"
    _description = "Merge of Duplicates"
    _order = "id desc"
    _rec_name = "name"

    name = fields.Char(required=True, readonly=True, help="The surviving card, as it was called.")
    res_model = fields.Selection(CARD_MODELS, string="Cards", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Surviving card", model_field="res_model", required=True, readonly=True, index=True
    )
    lead_id = fields.Many2one(
        "crm.lead", string="Surviving lead", readonly=True, index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Surviving contact", readonly=True, index="btree_not_null"
    )
    source_lead_ids = fields.Many2many(
        "crm.lead",
        "crm_dedup_merge_lead_rel",
        "merge_id",
        "lead_id",
        string="Merged leads",
        readonly=True,
        context={"active_test": False, "crm_dedup_with_merged": True},
    )
    source_partner_ids = fields.Many2many(
        "res.partner",
        "crm_dedup_merge_partner_rel",
        "merge_id",
        "partner_id",
        string="Merged contacts",
        readonly=True,
        context={"active_test": False, "crm_dedup_with_merged": True},
    )
    source_count = fields.Integer("Cards merged", readonly=True)
    choices = fields.Json(readonly=True, help="Field by field: the card whose value was kept.")
    # done -> undone, or partly when somebody kept what was changed since
    state = fields.Selection(
        [("done", "Merged"), ("undone", "Undone"), ("partly", "Undone in part")],
        default="done",
        required=True,
        readonly=True,
        index=True,
    )
    kind = fields.Selection(
        [
            ("merge", "Merge"),
            ("link", "Link to a customer"),
            ("works_at", "Works at"),
            ("core", "Merge by core"),
        ],
        default="merge",
        required=True,
        readonly=True,
    )
    origin = fields.Char(readonly=True, help="The way people took, where it was not ours.")
    is_undoable = fields.Boolean(
        "Can be undone", default=True, readonly=True, help="Core deletes what it merges."
    )
    is_erased = fields.Boolean(
        "Journal erased", readonly=True, help="With the data of a person who asked for it."
    )
    user_id = fields.Many2one(
        "res.users", string="Merged by", default=lambda self: self.env.user, readonly=True
    )
    date = fields.Datetime("Merged on", default=fields.Datetime.now, readonly=True)
    undone_by_id = fields.Many2one("res.users", readonly=True)
    undone_at = fields.Datetime(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    change_ids = fields.One2many(
        "crm.dedup.merge.change",
        "merge_id",
        string="Journal",
        groups="sales_team.group_sale_manager",
    )
    change_count = fields.Integer("Rows changed", readonly=True)
    conflict_ids = fields.One2many("crm.dedup.merge.conflict", "merge_id", string="Changed since")
    conflict_count = fields.Integer(compute="_compute_conflict_count")

    @api.depends("conflict_ids.decision")
    def _compute_conflict_count(self):
        groups = self.env["crm.dedup.merge.conflict"]._read_group(
            [("merge_id", "in", self.ids), ("decision", "=", False)], ["merge_id"], ["__count"]
        )
        counts = {merge.id: count for merge, count in groups}
        for merge in self:
            merge.conflict_count = counts.get(merge.id, 0)

    @property
    def _link(self):
        """Names of the fields for the survivor and for the sources of this kind of card."""
        leads = self.res_model == "crm.lead"
        return ("lead_id", "source_lead_ids") if leads else ("partner_id", "source_partner_ids")

    def _survivor(self):
        """The surviving card, empty when it was deleted."""
        self.ensure_one()
        return self[self._link[0]]

    def _sources(self):
        """The cards merged into the survivor, archived ones; empty for core's merges."""
        self.ensure_one()
        return self[self._link[1]]

    @api.model
    def _log(self, survivor, others, **values):
        """Write down that something begins, before anything changes."""
        row = {
            "name": survivor.display_name or survivor._description,
            "res_model": survivor._name,
            "res_id": survivor.id,
            "source_count": len(others),
            "user_id": self.env.uid,
            "company_id": survivor.company_id.id,
            **values,
        }
        if others._name == survivor._name:
            sources = "source_lead_ids" if survivor._name == "crm.lead" else "source_partner_ids"
            row[sources] = others.ids
        for card in (others[:1], survivor):
            row["lead_id" if card._name == "crm.lead" else "partner_id"] = card.id
        return self.sudo().create(row)

    @contextmanager
    def _recording(self):
        """Journal every row that is written inside, by whatever code and statement."""
        self.ensure_one()
        if Recorder.active(self.env.cr):
            yield
            return
        self.env.flush_all()
        with Recorder(self.env.cr, self.id):
            yield
            self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_dedup_merge SET change_count ="
            " (SELECT count(*) FROM crm_dedup_merge_change WHERE merge_id = %s) WHERE id = %s",
            (self.id, self.id),
        )
        self.invalidate_recordset(["change_ids", "change_count"])

    @contextmanager
    def _record(self, survivor, others, kind="merge", how=False, **values):
        """Journal what happens inside, in the name of the user; yields the merge.

        Merges of core's delete their sources: they are shown, but never undone. Inside another
        recording nothing of its own is written, and the result is empty.

        :param kind: as of the field; everything but ``core`` can be undone
        :param how: name of the way people took, where it was not ours
        """
        if Recorder.active(self.env.cr):
            yield self.browse()
            return
        merge = self._log(
            survivor, others, kind=kind, origin=how, is_undoable=kind != "core", **values
        )
        with merge._recording():
            yield merge

    def action_open_survivor(self):
        """The surviving card, in its own form."""
        self.ensure_one()
        return self._survivor().get_formview_action()
