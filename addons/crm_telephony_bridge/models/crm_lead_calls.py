# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    """The calls of a lead: counted, shown, and kept when the lead changes."""

    _inherit = "crm.lead"

    telephony_number_ids = fields.One2many(
        "telephony.number", "lead_id", string="Further Phone Numbers", copy=True
    )
    telephony_call_count = fields.Integer(
        string="Calls",
        compute="_compute_telephony_call_count",
        groups="sales_team.group_sale_salesman",
    )

    def _compute_telephony_call_count(self):
        counts = dict(
            self.env["telephony.call"]._read_group(
                self._telephony_call_domain(), ["lead_id"], ["__count"]
            )
        )
        for lead in self:
            lead.telephony_call_count = counts.get(lead._origin, 0)

    def _telephony_call_domain(self):
        """Domain of the calls that belong to these leads."""
        return Domain("lead_id", "in", self.ids)

    def action_view_calls(self):
        """Open the calls of the lead."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_telephony_bridge.action_call")
        return {
            **action,
            "domain": list(self._telephony_call_domain()),
            "context": {
                "default_lead_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_customer_number": self.phone,
            },
        }

    def _merge_dependences(self, opportunities):
        """Calls and further numbers go to the lead that stays, also those the user cannot see."""
        result = super()._merge_dependences(opportunities)
        calls = self.env["telephony.call"].sudo()
        calls.search([("lead_id", "in", opportunities.ids)]).write({"lead_id": self.id})
        numbers = self.env["telephony.number"].sudo()
        further = numbers.search([("lead_id", "in", (self + opportunities).ids)])
        known = set(further.filtered(lambda one: one.lead_id == self).mapped("number"))
        for number in further.filtered(lambda one: one.lead_id != self):
            if number.number not in known:
                known.add(number.number)
                number.lead_id = self
        return result
