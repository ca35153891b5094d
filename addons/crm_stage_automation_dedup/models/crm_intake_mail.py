# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmIntake(models.AbstractModel):
    """A request that comes by mail is answered, also when it lands on a card that is there."""

    _inherit = "crm.intake"

    @api.model
    def _receive_mail(self, message, message_dict, routes):
        routes, requests = super()._receive_mail(message, message_dict, routes)
        if leads := requests.lead_id:
            letter = self.env["mail.thread"]._incoming_letter(message, message_dict)
            for lead in leads.browse() if letter.reason else leads:
                lead._answer_request(letter.address, letter.message_id)
        return routes, requests
