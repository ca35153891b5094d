# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmRequest(models.Model):
    """The call that a request came by."""

    _inherit = "crm.request"

    telephony_call_ids = fields.One2many(
        "telephony.call",
        "request_id",
        string="Calls",
        readonly=True,
        groups="sales_team.group_sale_salesman",
    )

    def write(self, vals):
        """A request that is filed on another card takes its call with it."""
        result = super().write(vals)
        if not vals.keys().isdisjoint(("lead_id", "partner_id")):
            self.sudo().telephony_call_ids._follow_request()
        return result
