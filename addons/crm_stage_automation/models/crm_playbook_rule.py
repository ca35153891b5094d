# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .crm_playbook_step import DELAY_UNITS


class CrmPlaybookRule(models.Model):
    """When something is to be done for a deal, for which deals, and in whose name."""

    _name = "crm.playbook.rule"
    _description = "Playbook Rule"
    _order = "playbook_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    playbook_id = fields.Many2one(
        "crm.playbook", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="playbook_id.company_id", store=True, index=True)
    is_on = fields.Boolean(related="playbook_id.is_on")
    trigger = fields.Selection(
        [
            ("created", "A deal is created"),
            ("entered", "It enters a stage"),
            ("left", "It leaves a stage"),
            ("moved", "It moves from one stage to another"),
            ("assigned", "It gets a person in charge"),
            ("reassigned", "The person in charge changes"),
            ("won", "It is won"),
            ("lost", "It is lost"),
            ("requested", "The customer sends a request"),
            ("no_activity", "It has no next activity"),
            ("date", "Before or after a date of the deal"),
        ],
        default="entered",
        required=True,
    )
    stage_ids = fields.Many2many(
        "crm.stage",
        "crm_playbook_rule_stage_rel",
        # A rule that lost its last stage would be for any.
        ondelete="restrict",
        help="The stages that are entered, left or moved to. Empty: any.",
    )
    origin_stage_ids = fields.Many2many(
        "crm.stage",
        "crm_playbook_rule_origin_rel",
        ondelete="restrict",
        help="The stages moved from. Empty: any.",
    )
    team_ids = fields.Many2many(
        "crm.team", ondelete="restrict", help="Empty: the deals of every team."
    )
    domain = fields.Char(default="[]", required=True, help="Only deals that fit.")
    date_field_id = fields.Many2one(
        "ir.model.fields",
        ondelete="set null",
        domain=[("model", "=", "crm.lead"), ("ttype", "in", ("date", "datetime"))],
    )
    date_amount = fields.Integer(default=0, help="How long before or after the date.")
    date_unit = fields.Selection(DELAY_UNITS, default="days", required=True)
    date_way = fields.Selection(
        [("before", "Before"), ("after", "After")], default="after", required=True
    )
    date_every = fields.Integer(
        "Again Every (Months)", default=0, help="0: not again. 3: once a quarter from then on."
    )
    active_from = fields.Datetime(help="Nothing that happens before counts.")
    active_to = fields.Datetime(help="Nothing that happens from then on counts.")
    active_since = fields.Datetime(readonly=True, copy=False)
    again = fields.Selection(
        [("once", "Once for each deal"), ("each", "Every time")],
        compute="_compute_again",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    gap_minutes = fields.Integer(
        "Not Again Within (Minutes)",
        default=60,
        help="A step that was due so shortly before is not repeated for the same deal.",
    )
    responsible_id = fields.Many2one(
        "res.users",
        index=True,
        check_company=True,
        domain=[("share", "=", False)],
        help="The steps are done in the name and with the rights of this user.",
    )
    paused = fields.Boolean(
        readonly=True, copy=False, help="Steps that wait keep waiting; new ones are planned."
    )
    error = fields.Text(readonly=True, copy=False)
    error_at = fields.Datetime(readonly=True, copy=False)
    step_ids = fields.One2many("crm.playbook.step", "rule_id", copy=True)

    @api.depends("trigger")
    def _compute_again(self):
        """A deal that is won again needs no second set of tasks."""
        for rule in self:
            rule.again = "once" if rule.trigger in ("created", "won") else "each"

    def _teams(self):
        """Return the teams that it is for, archived ones too: without them it would be for all."""
        return self.with_context(active_test=False).team_ids

    def _company_of(self, record):
        """Return the company whose working time and data count for a record."""
        self.ensure_one()
        return record.company_id or self.company_id or self.responsible_id.company_id
