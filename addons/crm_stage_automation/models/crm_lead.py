# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..tools.triggers import Facts

FACTS = frozenset({"stage_id", "user_id", "team_id", "won_status"})


class CrmLead(models.Model):
    """What rules look at is noted before it changes; the rules are asked once, at the end.

    Stage, person in charge and won or lost are changed by writing and by computing, often several
    times in one transaction. Only the first and the last state count.
    """

    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        """A deal that was not there before has no former facts."""
        leads = super().create(vals_list)
        rules = self.env["crm.playbook.rule"]
        if rules._watches():
            notes = rules._notes()
            notes.before.update(dict.fromkeys(leads.ids))
            notes.note_chain(self.env.context, leads.ids)
        return leads

    def write(self, vals):
        """Note what is about to be overwritten."""
        if not FACTS.isdisjoint(vals):
            self._note_facts()
        return super().write(vals)

    def _compute_field_value(self, field):
        if any(one.name in FACTS for one in self.pool.field_computed[field]):
            self._note_facts()
        return super()._compute_field_value(field)

    @api.private
    def note_request(self):
        """Let rules know that a customer's request came in with these records.

        For whatever receives requests: e-mail does it, a web form or a messenger has to.
        """
        rules = self.env["crm.playbook.rule"]
        if rules._watches():
            notes = rules._notes()
            notes.requests.update(self.ids)
            notes.note_chain(self.env.context, self.ids)

    def _note_facts(self):
        """Remember the facts of records that were not noted in this transaction yet."""
        rules = self.env["crm.playbook.rule"]
        if not rules._watches():
            return
        notes = rules._notes()
        leads = self.filtered(lambda lead: lead._origin == lead and lead.id not in notes.before)
        for lead_id, facts in leads.sudo()._facts().items():
            # Reading facts may compute them, which notes them: what was noted then is older.
            notes.before.setdefault(lead_id, facts)
        notes.note_chain(self.env.context, leads.ids)

    def _facts(self):
        """Return by id what rules look at."""
        return {
            lead.id: Facts(
                stage=lead.stage_id.id or 0,
                user=lead.user_id.id or 0,
                team=lead.team_id.id or 0,
                is_won=lead.won_status == "won",
                is_lost=lead.won_status == "lost",
            )
            for lead in self
        }
