# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmDedupMergeConflict(models.Model):
    """Something a merge wrote and somebody changed since: what shall an undo do with it?"""

    _name = "crm.dedup.merge.conflict"
    _description = "Change Since a Merge"
    _order = "merge_id, id"
    _rec_name = "column_name"

    merge_id = fields.Many2one(
        "crm.dedup.merge", required=True, readonly=True, ondelete="cascade", index=True
    )
    change_id = fields.Many2one(
        "crm.dedup.merge.change", required=True, readonly=True, ondelete="cascade", index=True
    )
    table_name = fields.Char("Table", readonly=True)
    column_name = fields.Char(
        "Column", readonly=True, help="Empty: the row as a whole, which the merge made or deleted."
    )
    label = fields.Char("What", compute="_compute_label")
    old = fields.Text("Before the merge", readonly=True)
    new = fields.Text("By the merge", readonly=True)
    present = fields.Text("Now", readonly=True)
    decision = fields.Selection([("keep", "Keep what is there now"), ("old", "Take the old one")])

    _change_column_uniq = models.UniqueIndex("(change_id, COALESCE(column_name, ''))")

    @api.depends("table_name", "column_name")
    def _compute_label(self):
        models_by_table = {
            model._table: model for model in self.env.registry.values() if not model._abstract
        }
        for conflict in self:
            model = models_by_table.get(conflict.table_name)
            field = model and model._fields.get(conflict.column_name or "")
            names = (
                self.env["ir.model"]._get(model._name).name if model else conflict.table_name,
                field.get_description(self.env, ["string"])["string"]
                if field
                else conflict.column_name or self.env._("Whole row"),
            )
            conflict.label = ": ".join(names)

    def action_keep(self):
        """Leave what is there now."""
        return self.write({"decision": "keep"})

    def action_take_old(self):
        """Bring back what was there before the merge."""
        return self.write({"decision": "old"})
