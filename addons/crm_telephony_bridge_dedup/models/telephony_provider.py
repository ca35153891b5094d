# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyProvider(models.Model):
    """Which calls of a provider become requests."""

    _inherit = "telephony.provider"

    request_calls = fields.Selection(
        [
            ("all", "Of everybody"),
            ("missed", "Of known callers, and of unknown ones nobody answered"),
            ("known", "Of known callers"),
            ("none", "None"),
        ],
        string="Calls Become Requests",
        required=True,
        default="all",
        help="A request lands on the card of who called; of somebody unknown it makes a lead. "
        "Hidden numbers and colleagues never make one.",
    )
    request_source_id = fields.Many2one(
        "crm.intake.source",
        string="Source of Requests",
        check_company=True,
        index="btree_not_null",
        help="Its team, person in charge and marketing source are those of new leads, unless the "
        "queue or the person who took the call says otherwise.",
    )
