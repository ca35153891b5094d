# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockPicking(models.Model):
    """The last delivery of a deal plans the question how it went."""

    _inherit = "stock.picking"

    def _action_done(self):
        res = super()._action_done()
        outgoing = self.filtered(lambda one: one.picking_type_code == "outgoing")
        deals = outgoing.sudo().sale_id.opportunity_id
        if deals:
            deals._farewell_note_goods()
        return res
