# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """From which leads a client came."""

    _inherit = "res.partner"

    origin_count = fields.Integer(
        "Origins", compute="_compute_origin_count", groups="sales_team.group_sale_salesman"
    )

    def _compute_origin_count(self):
        counts = dict(
            self.env["crm.lead.trace"]._read_group(
                Domain("client_id", "in", self.ids), ["client_id"], ["__count"]
            )
        )
        for partner in self:
            partner.origin_count = counts.get(partner._origin, 0)

    def action_view_origins(self):
        """The leads this client was, also those that were merged or deleted."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_counterparty.action_lead_trace")
        return action | {"domain": [("client_id", "=", self.id)], "context": {"one_client": True}}
