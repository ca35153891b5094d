# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmFarewellInvitation(models.Model):
    """The client is whom we serve, as clients and counterparties know it."""

    _inherit = "crm.farewell.invitation"

    def _client_of_lead(self, lead):
        """The deal knows its client; only without one he is found by the person."""
        return lead.client_id or super()._client_of_lead(lead)

    def _client_of(self, person):
        """The only client for whom the person, or his company, acts."""
        if not person:
            return super()._client_of(person)
        company = person.company_id or self.env.company
        return person.sudo()._client_of(company)[person.sudo()]
