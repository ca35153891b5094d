# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

MOST_DAYS = 365
# Moments that are listed; all are counted.
SHOWN = 500


class CrmPlaybookDryRun(models.TransientModel):
    """What a playbook would have done in the last days, before it is switched on."""

    _name = "crm.playbook.dry.run"
    _description = "Dry Run of a Playbook"

    playbook_id = fields.Many2one("crm.playbook", required=True, ondelete="cascade")
    rule_id = fields.Many2one(
        "crm.playbook.rule", ondelete="cascade", help="Empty: all rules of the playbook."
    )
    days = fields.Integer(default=30, required=True)
    is_done = fields.Boolean(readonly=True)
    fired_count = fields.Integer("Times", readonly=True)
    record_count = fields.Integer("Deals", readonly=True)
    shown_count = fields.Integer(compute="_compute_shown_count")
    line_ids = fields.One2many("crm.playbook.dry.run.line", "run_id", readonly=True)
    hit_ids = fields.One2many("crm.playbook.dry.run.hit", "run_id", readonly=True)

    @api.depends("hit_ids")
    def _compute_shown_count(self):
        """How many moments are listed."""
        for run in self:
            run.shown_count = len(run.hit_ids)

    @api.constrains("days")
    def _check_days(self):
        """A year is read back at most.

        :raise ValidationError: it is not between one and so many days.
        """
        if any(not 1 <= run.days <= MOST_DAYS for run in self):
            raise ValidationError(self.env._("Choose between 1 and %(most)s days.", most=MOST_DAYS))

    def action_run(self):
        """Play the last days again; nothing is planned, sent or changed."""
        self.ensure_one()
        self.playbook_id.check_access("write")
        rules = self.rule_id or self.playbook_id.rule_ids
        errors = {}
        found = rules._dry_run(fields.Datetime.now() - timedelta(days=self.days), errors)
        self.line_ids.unlink()
        self.hit_ids.unlink()
        self.write(self._results(rules, found, errors))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Try It on the Past"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _results(self, rules, found, errors):
        """Return the values that tell what was found, the newest first.

        :param found, errors: of ``crm.playbook.rule._dry_run``.
        """
        hits = [(hit, rule) for rule, mine in found.items() for hit in mine]
        hits.sort(key=lambda one: (one[0].at, one[0].record, one[1].id), reverse=True)
        return {
            "is_done": True,
            "fired_count": len(hits),
            "record_count": len({hit.record for hit, _rule in hits}),
            "line_ids": [
                fields.Command.create(
                    {
                        "rule_id": rule.id,
                        "fired_count": len(found.get(rule, ())),
                        "record_count": len({hit.record for hit in found.get(rule, ())}),
                        "note": errors.get(rule) or rule._replay_words(),
                    }
                )
                for rule in rules
            ],
            "hit_ids": [
                fields.Command.create({"rule_id": rule.id, "lead_id": hit.record, "moment": hit.at})
                for hit, rule in hits[:SHOWN]
            ],
        }
