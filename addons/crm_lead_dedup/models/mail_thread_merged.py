# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class MailThread(models.AbstractModel):
    """A reply to a card that was merged arrives at the card that stands for it."""

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Lead every route to where the thread is now."""
        stands_for = self.env["crm.dedup.engine"]._stands_for
        routes = [
            (model, stands_for(model, thread_id), *rest) for model, thread_id, *rest in routes or ()
        ]
        return super()._message_route_process(message, message_dict, routes)
