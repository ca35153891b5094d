# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class CrmPlaybookJob(models.Model):
    """The log: what became of a planned step, in words, and what it made."""

    _inherit = "crm.playbook.job"

    kind = fields.Selection(related="step_id.kind")
    playbook_id = fields.Many2one(related="rule_id.playbook_id")
    reason_text = fields.Char("Reason in Words", compute="_compute_reason_text")
    made_text = fields.Char("What Came of It", compute="_compute_made_text")

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        words = self._reason_words()
        for job in self:
            job.reason_text = words.get(job.reason, job.reason)

    def _reason_words(self):
        """Return what the reasons mean, by reason; extend for reasons of your own."""
        of_texts = self.env["sms.sms"]._fields["failure_type"]._description_selection(self.env)
        return dict(of_texts) | {
            "activity_deleted": self.env._("The activity was deleted"),
            "activity_done": self.env._("The activity was done in time"),
            "archived": self.env._("The rule or the step was taken out"),
            "blacklisted": self.env._("The customer wants no letters"),
            "bounced": self.env._("Letters to the customer come back"),
            "by_hand": self.env._("Cancelled by hand"),
            "calendar": self.env._("The working hours cannot be used"),
            "closed": self.env._("The deal was won or lost"),
            "daily_cap": self.env._("The customer got enough letters that day"),
            "done": self.env._("The step before it was done"),
            "error": self.env._("An error"),
            "escalated": self.env._("Somebody above was told"),
            "interrupted": self.env._("The server stopped in the middle: look whether it was done"),
            "left_stage": self.env._("The deal left the stage"),
            "loop": self.env._("The rules led in a circle"),
            "merged": self.env._("The deals were merged: the step of the other one counts"),
            "missed": self.env._("Missed while the system was down; one reminder stands for all"),
            "no_access": self.env._("The responsible user may not read the deal"),
            "no_address": self.env._("The customer has no address or number"),
            "planned_meanwhile": self.env._("Something else was planned meanwhile"),
            "reassigned": self.env._("Somebody else became responsible"),
            "record_deleted": self.env._("The deal was deleted"),
            "reminded": self.env._("Reminded"),
            "replied": self.env._("The customer replied"),
            "responsible_archived": self.env._("The responsible user has left"),
            "series_over": self.env._("All reminders were sent"),
            "switched_off": self.env._("The playbook was switched off"),
        }

    @api.depends("made_model", "made_id")
    def _compute_made_text(self):
        """Name what was made; of activities, who has it, and whether it is done."""
        for model, jobs in self.grouped("made_model").items():
            names = jobs._made_names(model) if model in self.env.registry else {}
            for job in jobs:
                job.made_text = names.get(job.made_id, False)

    def _made_names(self, model):
        """Return what is to be said of what was made, by id, as far as it may be read."""
        records = self.env[model].with_context(active_test=False).browse(self.mapped("made_id"))
        if not records.has_access("read"):
            return {}
        records = records.exists()._filtered_access("read")
        if model != "mail.activity":
            return {record.id: record.display_name for record in records}
        done = self.env._("done")
        return {
            activity.id: ", ".join(
                filter(None, (activity.user_id.name, not activity.active and done))
            )
            for activity in records
        }

    def action_open_record(self):
        """Open the record that the step is for."""
        self.ensure_one()
        return self._open(self.env[self.res_model].browse(self.res_id))

    def action_open_made(self):
        """Open what the step made.

        :raise UserError: it is gone.
        """
        self.ensure_one()
        return self._open(self.env[self.made_model].browse(self.made_id))

    def _open(self, record):
        if not record.exists():
            raise UserError(self.env._("It was deleted meanwhile."))
        record.check_access("read")
        return record.get_formview_action()

    def action_do_now(self):
        """Do at once what waits; reminders of what was made keep their time."""
        self._check_steward()
        waiting = (
            self.sudo()
            .try_lock_for_update()
            .filtered(lambda job: job.state == "pending" and not job.made_id)
        )
        waiting.due = fields.Datetime.now()
        if waiting:
            self._wake(fields.Datetime.now())
