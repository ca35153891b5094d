# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .crm_lead_client import PARTIES


class CrmLead(models.Model):
    """Merged leads keep client, contact and counterparty together, from the same card."""

    _inherit = "crm.lead"

    def _merge_data(self, fnames=None):
        data = super()._merge_data(fnames)
        # Core takes the partner of the first lead that has one: the rest comes from there too.
        source = self.filtered("partner_id")[:1]
        if not source or "partner_id" not in data:
            return data
        if source != self[:1]:
            data |= {name: source[name].id for name in PARTIES}
        if not source.counterparty_id:
            same = self.filtered(lambda lead: lead.client_id == source.client_id)
            counterparty = same.counterparty_id[:1]
            if counterparty:
                data["counterparty_id"] = counterparty.id
        return data
