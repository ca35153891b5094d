# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmStageRequirement(models.Model):
    """Which fields a stage requires is said by the rules of the card, in one place."""

    _inherit = "crm.stage.requirement"

    @api.model
    def _left_out_kinds(self):
        return (*super()._left_out_kinds(), "field")
