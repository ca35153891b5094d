# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResPartner(models.Model):
    """From which leads a client came."""

    _inherit = "res.partner"

    origin_count = fields.Integer(
        "Origins", compute="_compute_origin_count", groups="sales_team.group_sale_salesman"
    )

    def _compute_origin_count(self):
        counts = self.env["crm.lead.trace"]._counts("client_id", self._origin)
        for partner in self:
            partner.origin_count = counts.get(partner._origin, 0)

    def action_view_origins(self):
        """The leads this client was, also those that were merged or deleted."""
        self.ensure_one()
        domain = [("client_id", "=", self.id)]
        return self.env["crm.lead.trace"]._action_on(domain, {"one_client": True})
