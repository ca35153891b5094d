# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column

CRON = "crm_stage_automation.ir_cron_assign"


class CrmLead(models.Model):
    """Leads that wait for a person in charge."""

    _inherit = "crm.lead"

    assignment_scheme_id = fields.Many2one(
        "crm.assignment.scheme",
        compute="_compute_assignment",
        store=True,
        copy=False,
        string="Queue",
    )
    assignment_state = fields.Selection(
        [
            ("waiting", "Waits to be assigned"),
            ("offered", "Can be taken"),
            ("hand", "Waits for the team leader"),
        ],
        compute="_compute_assignment",
        store=True,
        copy=False,
        string="Assignment",
    )
    assignment_reason = fields.Selection(
        [
            ("by_hand", "The team leader assigns"),
            ("no_rule", "No rule fits"),
            ("absent", "Everybody is away"),
            ("full", "Everybody has as many as allowed"),
            ("passed", "Nobody called in time"),
            ("error", "Could not be assigned"),
        ],
        readonly=True,
        copy=False,
        string="Why by Hand",
    )
    assignment_passed_ids = fields.Many2many(
        "res.users",
        "crm_lead_assignment_passed_rel",
        "lead_id",
        "user_id",
        readonly=True,
        copy=False,
        string="Did Not Call in Time",
    )

    _assignment_queue = models.Index(
        "(assignment_scheme_id, assignment_state, id) WHERE assignment_scheme_id IS NOT NULL"
    )

    def _auto_init(self):
        # Leads that are there at installation are in no queue: nothing to compute for each.
        if not column_exists(self.env.cr, "crm_lead", "assignment_state"):
            create_column(self.env.cr, "crm_lead", "assignment_scheme_id", "int4")
            create_column(self.env.cr, "crm_lead", "assignment_state", "varchar")
        return super()._auto_init()

    @api.depends("team_id", "user_id", "active", "won_status")
    def _compute_assignment(self):
        """A lead enters its team's queue when nobody is in charge, and leaves it with a person."""
        by_team = self.env["crm.assignment.scheme"]._by_team()
        for lead in self:
            scheme, method = by_team.get(lead.team_id.id, (False, "core"))
            is_open = lead.active and lead.won_status == "pending"
            if not scheme or lead.user_id or not is_open:
                lead.assignment_scheme_id = lead.assignment_state = False
            elif lead.assignment_scheme_id.id != scheme or not lead.assignment_state:
                lead.assignment_scheme_id = scheme
                lead.assignment_state = "offered" if method == "claim" else "waiting"

    @api.model_create_multi
    def create(self, vals_list):
        """Wake the scheduler for leads without a person in charge."""
        leads = super().create(vals_list)
        leads._trigger_assignment()
        return leads

    def write(self, vals):
        """Wake the scheduler for leads that are given back or come into another team."""
        result = super().write(vals)
        if vals.keys() & {"user_id", "team_id", "active"}:
            self._trigger_assignment()
        return result

    def _assignment_requeue(self):
        """Let the leads enter the queues of their teams anew."""
        self.write({"assignment_scheme_id": False, "assignment_state": False})
        for name in ("assignment_scheme_id", "assignment_state"):
            self.env.add_to_compute(self._fields[name], self)
        self._trigger_assignment()

    def _trigger_assignment(self):
        """Wake the scheduler when some of the leads wait, once a transaction."""
        woken = self.env.cr.precommit.data
        if CRON in woken or not self.env["crm.assignment.scheme"]._by_team():
            return
        # sudo: who made the lead may not see it any more, nor may he see crons
        if any(lead.assignment_state == "waiting" for lead in self.sudo()):
            woken[CRON] = True
            self.env.ref(CRON).sudo()._trigger()

    def _assign_userless_lead_in_team(self, creation_source):
        """Leave to core what no scheme assigns; it gives everything to the team leader."""
        by_team = self.env["crm.assignment.scheme"]._by_team()
        ours = self.filtered(lambda lead: lead.team_id.id in by_team) if by_team else self.browse()
        return super(CrmLead, self - ours)._assign_userless_lead_in_team(creation_source)
