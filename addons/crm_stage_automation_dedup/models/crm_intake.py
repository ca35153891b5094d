# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmIntake(models.AbstractModel):
    _inherit = "crm.intake"

    @api.model
    @api.private
    def receive(self, requests):
        """Whatever comes in by the one service is a request: rules that wait for one fire.

        Not what the same sender repeats, and not what nobody is to be told of (an import). Who
        sends the website's form gets the team's answer, as one who writes a mail does.
        """
        filed = super().receive(requests)
        # A row that another transaction made is a repetition.
        now = self.env.cr.now().replace(microsecond=0)
        for values, request in zip(requests, filed, strict=True):
            is_new = request.create_date.replace(microsecond=0) == now
            if request.lead_id and is_new and not values.get("quiet"):
                request.lead_id.note_request()
                if request.channel == "website":
                    request.lead_id._answer_request()
        return filed

    @api.model
    def _person_for_new(self, item, partner, team, source):
        """Leave it to the way of assignment of the team who gets a new lead, not to its leader.

        Who is named by the request or is in charge of the customer stays.
        """
        person = super()._person_for_new(item, partner, team, source)
        if team.id not in self.env["crm.assignment.scheme"]._by_team():
            return person
        named = self.env["res.users"].browse(item.request.get("user_id")) | partner.user_id
        return person & named
