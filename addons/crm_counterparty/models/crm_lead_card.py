# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmLead(models.Model):
    """Leads and deals have a completeness score."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.card.mixin"]

    @api.model
    def _card_kind_depends(self):
        return [*super()._card_kind_depends(), "type"]

    def _card_kinds(self):
        return {lead: (lead.type or "lead",) for lead in self}

    def _card_team(self):
        return self.team_id
