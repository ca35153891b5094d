# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    farewell_invitation_id = fields.Many2one(
        "crm.farewell.invitation",
        string="Invitation",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
