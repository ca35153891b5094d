# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .working_time import WorkingHours


class CrmPlaybook(models.Model):
    """When everything would be due, before anything is planned."""

    _inherit = "crm.playbook"

    @api.readonly
    def preview_dates(self, team_id=False):
        """Return when the steps would be due for a lead created now, of whom asks.

        Each rule is looked at as if it fired now; what follows a step, as if that was done as late
        as it may be. Rules about a date are left out. Nothing is planned or written.

        :param team_id: whose lead it is; none: that of whom asks.
        """
        self.ensure_one()
        self.check_access("read")
        team = self._board_teams().filtered(lambda one: one.id == team_id)
        rules = self._board_rules(team).filtered(lambda rule: rule.trigger != "date")
        lead = self._lead_of_now(team)
        people = self.env["res.users"].union(*(step._person(lead) for step in rules.step_ids))
        hours = WorkingHours(self.env, people)
        return [dates for rule in rules for dates in rule._preview(lead, hours)]

    def _lead_of_now(self, team):
        """Return a lead of the user that is stored nowhere."""
        team = team or self.env["crm.team"]._get_default_team_id(user_id=self.env.uid)
        company = self.company_id or team.company_id or self.env.company
        values = {"team_id": team.id, "user_id": self.env.uid, "company_id": company.id}
        return self.env["crm.lead"].new({"type": "opportunity", **values})
