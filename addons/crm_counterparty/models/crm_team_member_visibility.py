# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmTeamMember(models.Model):
    """Whoever joins or leaves a team takes his clients with him."""

    _inherit = "crm.team.member"

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever joins brings his clients."""
        members = super().create(vals_list)
        members._moved(members.user_id)
        return members

    def write(self, vals):
        """Whoever leaves or moves takes his clients."""
        moved = vals.keys() & {"active", "user_id", "crm_team_id"}
        before = self.user_id if moved else self.env["res.users"]
        result = super().write(vals)
        if moved:
            self._moved(before | self.user_id)
        return result

    def unlink(self):
        """Whoever leaves takes his clients."""
        people = self.user_id
        result = super().unlink()
        self._moved(people)
        return result

    @api.model
    def _moved(self, people):
        if self.env["crm.team"]._has_hidden_clients():
            self.env["crm.team"]._clients_changed(people)
