# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import frozendict, ormcache


class CrmAssignmentScheme(models.Model):
    """How a team's leads without a person in charge come to one.

    A lead of such a team waits until the scheduler takes it: to a person, to the claim list, or to
    the queue of the team leader. A team without a scheme is left to what Odoo does.
    """

    _name = "crm.assignment.scheme"
    _description = "Assignment of Leads"
    _rec_name = "team_id"

    team_id = fields.Many2one("crm.team", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="team_id.company_id", store=True, index="btree_not_null")
    leader_id = fields.Many2one(related="team_id.user_id")
    method = fields.Selection(
        [
            ("core", "As Odoo does it"),
            ("claim", "First come, first served"),
            ("rules", "By rules"),
            ("least_loaded", "To whom has the least"),
            ("round_robin", "In turns"),
            ("by_hand", "By the team leader"),
        ],
        required=True,
        default="round_robin",
        help="First come, first served: the people below take leads from the claim list.\n"
        "By rules: the first rule that fits a lead and has somebody to take it.\n"
        "To whom has the least: by open leads, in relation to the weights.\n"
        "In turns: one after the other, in relation to the weights.",
    )
    only_working_hours = fields.Boolean(
        default=True,
        help="A lead is given only to somebody who is at work; it waits while nobody is.",
    )
    seat_ids = fields.One2many(
        "crm.assignment.seat", "scheme_id", domain=[("rule_id", "=", False)], string="People"
    )
    rule_ids = fields.One2many("crm.assignment.rule", "scheme_id", string="Rules")
    waiting_count = fields.Integer(compute="_compute_waiting_count")
    hand_count = fields.Integer(compute="_compute_waiting_count")

    _team_uniq = models.Constraint("UNIQUE(team_id)", "This team has a way of assignment already.")

    def _compute_waiting_count(self):
        counts = {
            (scheme.id, state): count
            for scheme, state, count in self.env["crm.lead"]._read_group(
                [("assignment_scheme_id", "in", self.ids)],
                ["assignment_scheme_id", "assignment_state"],
                ["__count"],
            )
        }
        for scheme in self:
            scheme.hand_count = counts.get((scheme.id, "hand"), 0)
            scheme.waiting_count = sum(
                counts.get((scheme.id, state), 0) for state in ("waiting", "offered")
            )

    @api.onchange("team_id")
    def _onchange_team_id(self):
        """Begin with the members of the team."""
        if self.team_id and not self.seat_ids:
            Seat = self.env["crm.assignment.seat"]
            self.seat_ids = Seat.union(
                *(Seat.new({"user_id": user.id}) for user in self.team_id.member_ids)
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Make the team known to every worker."""
        schemes = super().create(vals_list)
        self.env.registry.clear_cache()
        return schemes

    def write(self, vals):
        """Let what lies in a queue go by the method that the team has now."""
        result = super().write(vals)
        if "team_id" in vals:
            # It is not handed to a team that somebody else leads.
            self.check_access("write")
        if vals.keys() & {"method", "team_id"}:
            self.env.registry.clear_cache()
            self._queued()._assignment_requeue()
        return result

    def unlink(self):
        """Leave the queued leads to core."""
        queued = self._queued()
        result = super().unlink()
        self.env.registry.clear_cache()
        queued._assignment_requeue()
        return result

    def _queued(self):
        """Return the leads that lie in a queue, also those that the user may not see."""
        # sudo: whoever sets the method may not see every lead of the team
        return self.env["crm.lead"].sudo().search([("assignment_scheme_id", "in", self.ids)])

    @ormcache()
    def _by_team(self):
        """Return {team: (scheme, method)} by ids, of the teams that core does not assign for."""
        # sudo: which team has a scheme does not depend on who works
        schemes = self.sudo().search_fetch([("method", "!=", "core")], ["team_id", "method"])
        return frozendict({scheme.team_id.id: (scheme.id, scheme.method) for scheme in schemes})

    def action_queue_userless(self):
        """Queue the open leads of these teams that were without a person before."""
        self.check_access("write")
        leads = self.env["crm.lead"].search(
            [
                ("team_id", "in", self.team_id.ids),
                ("user_id", "=", False),
                ("won_status", "=", "pending"),
                ("assignment_state", "=", False),
            ]
        )
        leads._assignment_requeue()

    def action_open_hand(self):
        """Open the queue of the team leader."""
        self.ensure_one()
        xmlid = "crm_stage_automation.action_leads_by_hand"
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        domain = [("assignment_scheme_id", "=", self.id), ("assignment_state", "=", "hand")]
        return {**action, "domain": domain}
