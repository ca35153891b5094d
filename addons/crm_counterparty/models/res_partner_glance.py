# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

KINDS = {
    "client": "is_client",
    "counterparty": "is_counterparty",
    "contact": "is_contact",
    "partner": "is_other_partner",
}


class ResPartner(models.Model):
    """The client's card at a glance."""

    _inherit = "res.partner"

    def _party_kinds(self):
        """What this partner is said to be, in the words of :data:`KINDS`."""
        self.ensure_one()
        return [kind for kind, name in KINDS.items() if self[name]]

    def action_relations(self):
        """Open the picture of who owns, pays for and works for whom."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("crm_counterparty.action_relations")
        return action | {
            "display_name": self.env._("Relations of %(name)s", name=self.display_name),
            "params": {"partner_id": self.id},
        }
