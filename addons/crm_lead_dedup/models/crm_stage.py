# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmStage(models.Model):
    """Looked for by core several times for each new lead."""

    _name = "crm.stage"
    _inherit = ["crm.stage", "crm.remembered.mixin"]
    _is_read_when_found = True
