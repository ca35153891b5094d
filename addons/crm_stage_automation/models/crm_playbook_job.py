# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmPlaybookJob(models.Model):
    """One step for one record: that it is to be done, and what became of it.

    pending → running → done | failed        running: only what may call the outside
    pending → skipped                        missed, merged, or not wanted any more
    pending → cancelled                      before it was done

    Rows are made and changed by the engine alone; people pause, cancel and try again by actions.
    """

    _name = "crm.playbook.job"
    _inherit = ["crm.about.record.mixin"]
    _description = "Planned Step"
    _order = "id desc"

    step_id = fields.Many2one("crm.playbook.step", required=True, index=True, ondelete="restrict")
    rule_id = fields.Many2one("crm.playbook.rule", required=True, ondelete="restrict")
    root_step = fields.Integer(required=True, help="The id that all versions of the step share.")
    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    origin_id = fields.Integer(required=True, help="The record for which it was planned.")
    round = fields.Integer(required=True, default=0)
    occurrence = fields.Integer(required=True, default=0)
    key = fields.Char(required=True)
    moment = fields.Datetime(required=True, help="When the rule fired.")
    due = fields.Datetime(required=True)
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("skipped", "Skipped"),
            ("cancelled", "Cancelled"),
            ("failed", "Failed"),
        ],
        default="pending",
        required=True,
    )
    reason = fields.Char(help="Why it was skipped, cancelled or failed: a word for programs.")
    error = fields.Text()
    attempts = fields.Integer(default=0)
    chain = fields.Char(help="The rules that led to it.")
    run_as = fields.Many2one("res.users", ondelete="restrict")
    company_id = fields.Many2one("res.company", index="btree_not_null")
    made_model = fields.Char()
    made_id = fields.Many2oneReference(model_field="made_model")
    covered_by_id = fields.Many2one("crm.playbook.job", ondelete="set null", index="btree_not_null")

    _key_uniq = models.Constraint("UNIQUE(key)", "This step is planned for the record already.")
    _due_idx = models.Index("(due, id) WHERE state = 'pending'")
    # The log of a million rows, the newest first, also of the few that failed; and what a killed
    # process left.
    _log_idx = models.Index("(due, id)")
    _failed_idx = models.Index("(due, id) WHERE state = 'failed'")
    _running_idx = models.Index("(write_date) WHERE state = 'running'")
    _record_idx = models.Index("(res_model, res_id, root_step)")
    _rule_idx = models.Index("(rule_id, state)")
    _made_idx = models.Index("(made_model, made_id) WHERE made_id IS NOT NULL")

    @api.depends("step_id.name", "res_model", "res_id")
    def _compute_display_name(self):
        """The name of the step; the record stands beside it."""
        for job in self:
            job.display_name = job.step_id.name
