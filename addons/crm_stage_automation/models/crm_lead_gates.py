# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from ..tools.collected import CONTEXT_KEY
from ..tools.gates import entered

# The context key under which gates are open. Its value is an object of this process: what a client
# sends as context cannot be it.
OPEN_KEY = "stage_gates"


class Open:
    """The only value that opens the gates."""


class CrmLead(models.Model):
    """No deal goes on to a stage without what that stage requires."""

    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse deals that are created too far ahead."""
        leads = super().create(vals_list)
        if self._has_gates():
            leads._check_gates(dict.fromkeys(leads, 0))
        return leads

    def write(self, vals):
        """Refuse deals that lack what the stages need which they enter or pass."""
        if "stage_id" not in vals or not self._has_gates():
            return super().write(vals)
        before = {lead: lead.stage_id.id or 0 for lead in self}
        done = super().write(vals)
        self._check_gates(before)
        return done

    def message_new(self, msg_dict, custom_values=None):
        """A letter becomes a deal wherever its alias files it."""
        lead = super(CrmLead, self._through_gates()).message_new(msg_dict, custom_values)
        return lead.with_env(self.env)

    def _merge_opportunity(self, *args, **kwargs):
        """Two deals become one in the stage where one of them is."""
        kept = super(CrmLead, self._through_gates())._merge_opportunity(*args, **kwargs)
        return kept.with_env(self.env)

    def _merge_dependences(self, opportunities):
        """What was ticked and done for one of the deals was for all."""
        result = super()._merge_dependences(opportunities)
        if not self.env["crm.stage"]._gates():
            return result
        self.env["crm.stage.tick"].sudo()._merge_leads(self, opportunities)
        # Core moves the open activities only, and what was done goes with the deal that goes.
        activities = self.env["mail.activity"].sudo().with_context(active_test=False)
        activities.search(
            [("res_model", "=", self._name), ("res_id", "in", opportunities.ids)]
        ).write({"res_id": self.id})
        return result

    def _through_gates(self):
        """Return these deals as something may write them that is no move of somebody at work."""
        return self.with_context(**{OPEN_KEY: Open})

    @api.model
    def _has_gates(self):
        """Whether any stage needs anything, and it is asked of whoever moves deals here.

        What the system does itself passes: a form of the website, a payment, an undone merge.
        """
        return (
            not self.env.su
            and self.env.context.get(OPEN_KEY) is not Open
            and bool(self.env["crm.stage"]._gates())
        )

    def _check_gates(self, origins):
        """Refuse a move that lacks something; who may pass all the same leaves a note.

        :param origins: ``{deal: id of the stage where it was}``, 0 for new ones.
        """
        gates = self.env["crm.stage"]._gates()
        wanted = {}
        for lead in self:
            at, team = lead.stage_id.id, lead.team_id.id or 0
            if asking := entered(gates, origins[lead], at, team):
                wanted[lead] = [need for gate in asking for need in gate.required]
        if not wanted:
            return
        missing = self._missing_at_gates(wanted)
        passing = {lead: needs for lead, needs in missing.items() if lead._may_pass_gates()}
        if refused := {lead: needs for lead, needs in missing.items() if lead not in passing}:
            raise UserError(self._gates_refusal(refused))
        if passing:
            self._note_passed_gates(passing)

    def _may_pass_gates(self):
        """Whether this user may move the deal whatever it lacks: managers, and its team's leader.

        A step of a playbook may not: nobody looks at what it does.
        """
        if CONTEXT_KEY in self.env.context:
            return False
        user = self.env.user
        return user.has_group("sales_team.group_sale_manager") or (
            self.sudo().team_id.user_id == user
        )
