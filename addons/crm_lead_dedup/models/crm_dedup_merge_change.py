# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import textwrap

from odoo import api, fields, models


class CrmDedupMergeChange(models.Model):
    """One row of any table that a merge wrote, as it was and as it became.

    Of a changed row the changed columns are kept, of a new or deleted one all. ``restore`` is
    filled while the merge is undone: the columns that really go back.
    """

    _name = "crm.dedup.merge.change"
    _description = "Row Changed by a Merge"
    _order = "id"
    _log_access = False

    merge_id = fields.Many2one("crm.dedup.merge", required=True, readonly=True, ondelete="cascade")
    table_name = fields.Char(required=True, readonly=True)
    row_key = fields.Json("Key", required=True, readonly=True)
    operation = fields.Selection(
        [("insert", "New"), ("update", "Changed"), ("delete", "Deleted")], readonly=True
    )
    old = fields.Json("Before", readonly=True)
    new = fields.Json("After", readonly=True)
    restore = fields.Json(readonly=True)
    old_text = fields.Text("Before the merge", compute="_compute_texts")
    new_text = fields.Text("After the merge", compute="_compute_texts")
    key_text = fields.Char("Row", compute="_compute_texts")

    _row_uniq = models.UniqueIndex("(merge_id, table_name, row_key)")
    _row_idx = models.Index("(table_name, row_key)")

    @api.depends("old", "new", "row_key")
    def _compute_texts(self):
        for change in self:
            change.old_text = self._as_text(change.old)
            change.new_text = self._as_text(change.new)
            change.key_text = self._as_text(change.row_key)

    @api.model
    def _as_text(self, values):
        """A line for each column; of bytes and long texts only the beginning."""
        lines = (f"{name}: {value}" for name, value in sorted((values or {}).items()))
        return "\n".join(textwrap.shorten(line, 200, placeholder="…") for line in lines)
