# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class TelephonyQueue(models.Model):
    """Where calls arrive: a queue, a ring group or a line (a number that customers dial)."""

    _name = "telephony.queue"
    _description = "Queue or Line"
    _order = "provider_id, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    provider_id = fields.Many2one(
        "telephony.provider", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="provider_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("queue", "Queue or ring group"), ("line", "Line")], required=True, default="queue"
    )
    number = fields.Char(required=True, help="The number that is dialled to get there.")
    team_id = fields.Many2one(
        "crm.team", string="Sales Team", check_company=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Leader",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Calls back who was missed when nobody is in charge of the caller.",
    )

    _number_uniq = models.UniqueIndex(
        "(provider_id, number)", "The provider has a queue or line of this number already."
    )
