# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.delays import MAX_DAYS, UNITS, Delay
from ..tools.reminders import MAX_REMINDERS, Series

DELAY_UNITS = [(unit, unit.capitalize()) for unit in UNITS]


class CrmPlaybookStep(models.Model):
    """One thing that is done when a rule fires: what, when and by whom."""

    _name = "crm.playbook.step"
    _description = "Playbook Step"
    _order = "rule_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    rule_id = fields.Many2one(
        "crm.playbook.rule", required=True, index=True, ondelete="cascade", check_company=True
    )
    playbook_id = fields.Many2one(related="rule_id.playbook_id")
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    root_id = fields.Many2one(
        "crm.playbook.step",
        "Current Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
        help="Set on a former version, which is kept for the steps that were planned with it.",
    )
    kind = fields.Selection(
        [
            ("activity", "Activity"),
            ("mail", "E-mail"),
            ("sms", "SMS"),
            ("task", "Task"),
            ("server_action", "Server action"),
            ("reassign", "Give to somebody else"),
            ("set_field", "Set a field"),
            ("notify", "Notify"),
            ("wait", "Wait"),
        ],
        default="activity",
        required=True,
    )
    delay_amount = fields.Integer("Delay", default=0)
    delay_unit = fields.Selection(DELAY_UNITS, "Unit", default="hours", required=True)
    delay_calendar = fields.Selection(
        [
            ("clock", "By the clock"),
            ("team", "Working time of the team"),
            ("assignee", "Working time of the person"),
        ],
        "Counted",
        default="clock",
        required=True,
    )
    after_step_id = fields.Many2one(
        "crm.playbook.step",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('rule_id', '=', rule_id), ('id', '!=', id)]",
        help="It is planned when that one is done. Empty: when the rule fires.",
    )
    assignee_kind = fields.Selection(
        [
            ("user", "The person in charge"),
            ("leader", "The leader of the team"),
            ("named", "A named person"),
            ("role", "Everybody of a group, by turns"),
            ("least_loaded", "The one of the team with the least to do"),
            ("round_robin", "The members of the team, by turns"),
        ],
        "For Whom",
        default="user",
        required=True,
    )
    assignee_id = fields.Many2one("res.users", check_company=True, domain=[("share", "=", False)])
    role_id = fields.Many2one("res.groups", help="The group whose people take turns.")
    cancel_left_stage = fields.Boolean("The Stage Is Left")
    cancel_done = fields.Boolean("The Step Before Is Done")
    cancel_replied = fields.Boolean("The Customer Replied")
    cancel_reassigned = fields.Boolean("The Person in Charge Changes")
    cancel_closed = fields.Boolean("The Deal Is Won or Lost", default=True)
    repeat_most = fields.Integer("Reminders", help="How many at most; 0: none.")
    repeat_amount = fields.Integer("Remind Every", default=1)
    repeat_unit = fields.Selection(DELAY_UNITS, default="hours", required=True)
    escalate_kind = fields.Selection(
        [("none", "Nobody"), ("leader", "The leader of the team"), ("named", "A named person")],
        "Then Tell",
        default="none",
        required=True,
    )
    escalate_id = fields.Many2one("res.users", check_company=True, domain=[("share", "=", False)])

    @api.constrains("after_step_id", "rule_id")
    def _check_after_step(self):
        """A step follows one of its own rule, and no step follows itself."""
        if self._has_cycle("after_step_id"):
            raise ValidationError(self.env._("A step cannot follow itself."))
        # Followers that are left behind in another rule would never be planned again.
        both = self | self.search([("after_step_id", "in", self.ids)])
        if any(step.after_step_id and step.after_step_id.rule_id != step.rule_id for step in both):
            raise ValidationError(self.env._("A step follows a step of the same rule."))

    @api.constrains("delay_amount", "delay_unit", "repeat_most", "repeat_amount", "repeat_unit")
    def _check_delays(self):
        """Delays and reminders are such as can be counted."""
        for step in self:
            try:
                step._delay()
                step._series()
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%(step)s”: a step waits %(days)s days at most, and reminds %(most)s "
                        "times at most, with time in between.",
                        step=step.name,
                        days=MAX_DAYS,
                        most=MAX_REMINDERS,
                    )
                ) from error

    def _root(self):
        """Return the versions of today of these steps; their ids are in the keys of jobs."""
        return self.browse([step.root_id.id or step.id for step in self])

    def _delay(self):
        """Return how long the step waits."""
        self.ensure_one()
        return Delay(self.delay_amount, self.delay_unit, self.delay_calendar != "clock")

    def _person(self, record):
        """Return who is to do it, where that is known before it is due."""
        self.ensure_one()
        if self.assignee_kind == "named":
            return self.assignee_id
        if self.assignee_kind == "leader":
            return record.team_id.user_id
        return record.user_id if self.assignee_kind == "user" else self.assignee_id.browse()

    def _due(self, moment, record, hours):
        """Return when it is due for a record.

        :param hours: ``WorkingHours`` of the batch.
        :raise UserError: no working time.
        """
        user = self._person(record) if self.delay_calendar != "team" else None
        company = self.rule_id._company_of(record)
        return hours.due(moment, self._delay(), company, record.team_id, user or None)

    def _series(self):
        """Return how often is reminded of what the step made; None: never."""
        self.ensure_one()
        escalates = self.escalate_kind != "none"
        if not self.repeat_most and not escalates:
            return None
        every = Delay(self.repeat_amount, self.repeat_unit, self.delay_calendar != "clock")
        return Series(every, self.repeat_most, escalates)
