# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmTeam(models.Model):
    """What a team wants of its calls."""

    _inherit = "crm.team"

    call_finish_required = fields.Boolean(
        string="Result of Each Call Required",
        help="Answered calls are listed as unfinished until their result is said.",
    )
