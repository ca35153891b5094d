# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """The calls of a contact; a company's are those with its people, too."""

    _inherit = "res.partner"

    telephony_number_ids = fields.One2many(
        "telephony.number", "partner_id", string="Further Phone Numbers"
    )
    telephony_call_count = fields.Integer(
        string="Calls",
        compute="_compute_telephony_call_count",
        groups="sales_team.group_sale_salesman",
    )

    def _compute_telephony_call_count(self):
        self.telephony_call_count = 0
        found = self.env["telephony.call"]._read_group(
            self._telephony_call_domain(), ["partner_id", "lead_id"], ["__count"]
        )
        asked = {card_id: {card_id} for card_id in self._ids}
        for person, cards in self._telephony_linked().items():
            asked[person.id] = asked.get(person.id, set()) | set(cards._ids)
        for partner, lead, count in found:
            # Whose the lead is may stand on a card that the reader does not see.
            card = partner.sudo() or lead.sudo().partner_id
            counted = set()
            while card:
                counted |= asked.get(card.id, set())
                card = card.parent_id
            for card_id in counted:
                self.browse(card_id).telephony_call_count += count

    def _telephony_linked(self):
        """Others whose calls are calls of these contacts as well, beside those below. Hook.

        :return: ``{other contact: those of these contacts}``
        """
        return {}

    def _telephony_call_domain(self):
        """Domain of the calls with these contacts, those below them, and their leads.

        A call belongs to a lead alone when the lead had no contact yet.
        """
        people = self.union(*self._telephony_linked())._fetch_children_partners_for_hierarchy()
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        leads = leads.search([("partner_id", "in", people.ids)])
        domain = Domain("partner_id", "in", people.ids)
        if leads:
            # By ids, not by a sub-query: both sides are found by their own index.
            domain |= Domain("partner_id", "=", False) & Domain("lead_id", "in", leads.ids)
        return domain

    def action_view_calls(self):
        """Open the calls with the contact."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_telephony_bridge.action_call")
        return {
            **action,
            "domain": list(self._telephony_call_domain()),
            "context": {
                "default_partner_id": self.id,
                "default_customer_number": self.phone,
            },
        }
