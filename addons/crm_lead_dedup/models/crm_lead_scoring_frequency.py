# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLeadScoringFrequency(models.Model):
    """Looked for by core for each new lead, and read afterwards."""

    _name = "crm.lead.scoring.frequency"
    _inherit = ["crm.lead.scoring.frequency", "crm.remembered.mixin"]
    _is_read_when_found = True
