# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmKpiSnapshot(models.Model):
    """Whose figure it is, in one column of a list."""

    _inherit = "crm.kpi.snapshot"

    subject_name = fields.Char(string="Of", compute="_compute_subject_name")

    def _compute_subject_name(self):
        for figure in self:
            figure.subject_name = figure._kpi_subject_name()
