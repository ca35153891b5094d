# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _farewell_note_goods(self):
        """Plan letters about deals of which everything is delivered, once."""
        invitations = self.env["crm.farewell.invitation"].sudo()
        asked = invitations.search([("lead_id", "in", self.ids), ("event", "=", "delivered")])
        done = (self - asked.lead_id).filtered(lambda lead: lead._farewell_has_all_goods())
        invitations.with_context(farewell_goods=True)._plan(done, "delivered")

    def _farewell_has_all_goods(self):
        """Whether nothing of what was ordered is to be delivered any more."""
        orders = self.order_ids.filtered(lambda order: order.state == "sale")
        states = {order.delivery_status for order in orders} - {False}
        return states == {"full"}
