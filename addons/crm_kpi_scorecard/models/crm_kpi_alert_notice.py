# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmKpiAlert(models.Model):
    _inherit = "crm.kpi.alert"

    @api.model
    def _notice(self, changes):
        """Figures of open periods have changed their bands.

        :param changes: ``(snapshot id, colour before, colour now)``, colours may be None
        """
