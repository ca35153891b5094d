# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..tools import import_rows
from .crm_dedup_import import ACTIONS, MODELS


class CrmDedupImportRow(models.Model):
    """One record of a file: what was found about it, what is to be done, what came of it."""

    _name = "crm.dedup.import.row"
    _description = "Row of an Import"
    _order = "import_id desc, number"
    _log_access = False

    import_id = fields.Many2one("crm.dedup.import", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id")
    number = fields.Integer(string="Row", readonly=True)
    name = fields.Char(readonly=True)
    lines = fields.Json(readonly=True, help="The cells as they stand in the file.")
    vals = fields.Json(readonly=True, help="The cells as values of the card.")
    fingerprint = fields.Char(readonly=True, index="btree_not_null")
    status = fields.Selection(
        [
            ("new", "New"),
            ("exists", "Already there"),
            ("doubtful", "Doubtful"),
            ("inside", "Twice in the file"),
            ("done_before", "Imported before"),
        ],
        string="Found",
        readonly=True,
    )
    match_model = fields.Selection(MODELS, string="Kind", readonly=True)
    match_id = fields.Many2oneReference("Card", model_field="match_model", readonly=True)
    match_name = fields.Char(string="Same as", readonly=True)
    same_as_row = fields.Integer(string="Same as row", readonly=True)
    probability = fields.Float(readonly=True)
    reason = fields.Char(string="Why", readonly=True)
    chosen_action = fields.Selection(
        ACTIONS, string="By hand", help="Instead of what the import's rules say for such rows."
    )
    action = fields.Selection(ACTIONS, string="What happens", compute="_compute_action")
    result = fields.Selection(
        [
            ("created", "Created"),
            ("linked", "Created and linked"),
            ("updated", "Updated"),
            ("unchanged", "Nothing to change"),
            ("skipped", "Skipped"),
            ("failed", "Failed"),
        ],
        readonly=True,
    )
    res_id = fields.Integer(string="ID of the card", readonly=True)
    message = fields.Char(readonly=True)

    _number_idx = models.UniqueIndex("(import_id, number)")
    _waiting_idx = models.Index("(import_id, number) WHERE result IS NULL")

    @api.depends(
        "status",
        "chosen_action",
        "match_model",
        "import_id.new_action",
        "import_id.exists_action",
        "import_id.other_action",
        "import_id.doubtful_action",
    )
    def _compute_action(self):
        for row in self:
            row.action = row.chosen_action or row._action_by_rule()

    def _action_by_rule(self):
        """What the rules of the import say for a row like this. Hook."""
        rules = self.import_id
        if self.status in (False, "new"):
            return rules.new_action
        if self.status == "done_before":
            return "skip"
        if self.status == "inside":
            return "update_empty"
        if self.match_model != rules.model:
            return rules.other_action
        return rules.exists_action if self.status == "exists" else rules.doubtful_action

    def write(self, vals):
        """People choose an action, before the row's turn has come; the rest is not theirs."""
        if not self.env.su:
            if set(vals) - {"chosen_action"}:
                raise AccessError(self.env._("Only the action of a row can be chosen."))
            if any(row.result for row in self):
                raise UserError(self.env._("What is done cannot be chosen anew."))
        return super().write(vals)

    def action_open_card(self):
        """The card that the row is the same as, or that came of it."""
        self.ensure_one()
        model, res_id = self.match_model, self.match_id
        if self.res_id and self.result != "skipped":
            model, res_id = self.import_id.model, self.res_id
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": res_id,
            "views": [(False, "form")],
        }

    @api.model
    def _insert(self, started, records):
        """Keep the rows of a file in one statement."""
        names = started.import_fields
        rows = [
            (number, json.dumps(lines), import_rows.fingerprint(started.model, names, lines))
            for number, lines in enumerate(records, 1)
        ]
        if not rows:
            return
        numbers, lines, prints = (list(column) for column in zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                """INSERT INTO crm_dedup_import_row (import_id, number, lines, fingerprint)
                   SELECT %s, * FROM unnest(%s::int[], %s::jsonb[], %s::text[])""",
                started.id,
                numbers,
                lines,
                prints,
            )
        )
        self.invalidate_model()
