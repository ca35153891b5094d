# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ResPartner(models.Model):
    """What orders and invoices ask of a partner."""

    _inherit = "res.partner"

    @api.private
    def _visible_in(self, company):
        """Those of these partners that documents of a company may name."""
        return self.filtered(
            lambda partner: not partner.company_id or partner.company_id in company.parent_ids
        )

    @api.private
    def _invoice_addresses(self):
        """``{legal entity: address}``: its own invoice address, else itself.

        Core's ``address_get`` climbs to the parent, that is to another legal entity.
        """
        return {
            entity: entity.child_ids.filtered(lambda child: child.type == "invoice")[:1] or entity
            for entity in self
        }
