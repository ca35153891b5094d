# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmTeam(models.Model):
    """Teams with a way of assignment of their own are none of core's."""

    _inherit = "crm.team"

    def _action_assign_leads(self, force_quota=False, creation_delta_days=7):
        by_team = self.env["crm.assignment.scheme"]._by_team()
        cores = self.filtered(lambda team: team.id not in by_team) if by_team else self
        return super(CrmTeam, cores)._action_assign_leads(
            force_quota=force_quota, creation_delta_days=creation_delta_days
        )
