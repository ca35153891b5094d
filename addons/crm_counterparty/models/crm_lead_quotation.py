# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    """Quotations of a deal are for its client and made out to its counterparty."""

    _inherit = "crm.lead"

    def _prepare_opportunity_quotation_context(self):
        """Offer to the client of the deal, if somebody said that he is one; else as core.

        The order itself takes client and counterparty from the deal, however it is made.
        """
        context = super()._prepare_opportunity_quotation_context()
        if self.client_id.is_client:
            context["default_partner_id"] = self.client_id.id
        return context
