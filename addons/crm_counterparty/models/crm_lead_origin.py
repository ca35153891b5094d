# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmLead(models.Model):
    """What a deal was as a lead, and the leads that were merged into it."""

    _inherit = "crm.lead"

    origin_count = fields.Integer(
        "Origins", compute="_compute_origin_count", groups="sales_team.group_sale_salesman"
    )

    def _compute_origin_count(self):
        counts = self.env["crm.lead.trace"]._counts("deal_id", self._origin)
        for lead in self:
            lead.origin_count = counts.get(lead._origin, 0)

    def action_view_origins(self):
        """The leads that live on in this card: who had them, when they were converted or merged."""
        self.ensure_one()
        trace_model = self.env["crm.lead.trace"]
        domain = [("deal_id", "=", self.id)]
        action = trace_model._action_on(domain, {"one_deal": True, "one_client": True})
        trace = trace_model.search(domain, limit=2)
        if len(trace) == 1:
            action |= {"views": [(False, "form")], "res_id": trace.id}
        return action
