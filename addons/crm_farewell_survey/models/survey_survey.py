# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SurveySurvey(models.Model):
    """Our questionnaires have a type of their own, so that survey officers read no answers."""

    _inherit = "survey.survey"

    survey_type = fields.Selection(
        selection_add=[("farewell", "Customer feedback")], ondelete={"farewell": "set default"}
    )

    @api.depends_context("uid")
    def _compute_allowed_survey_types(self):
        super()._compute_allowed_survey_types()
        if self.env.user.has_group("sales_team.group_sale_manager"):
            for survey in self:
                survey.allowed_survey_types = [*(survey.allowed_survey_types or []), "farewell"]
