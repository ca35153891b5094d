# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .desk import DeskCommon

PHONE = "050 123 45 67"


@tagged("post_install", "-at_install")
class TestDedupChannels(DeskCommon):
    """What becomes of a request from somebody known, channel by channel (D3)."""

    def _set(self, channel, action, company=None):
        rows = self.env["crm.dedup.channel"]
        company_id = company.id if company else False
        row = rows.search([("channel", "=", channel), ("company_id", "=", company_id)])
        if row:
            row.action = action
        else:
            rows.create({"channel": channel, "action": action, "company_id": company_id})

    def test_shipped(self):
        """Every channel has a row; our own doors attach, leads of core's doors are checked."""
        rows = self.env["crm.dedup.channel"].search([("company_id", "=", False)])
        actions = {row.channel: row.action for row in rows}
        channels = dict(self.env["crm.request"]._fields["channel"].selection)
        self.assertEqual(set(actions), set(channels))
        attaching = {channel for channel, action in actions.items() if action == "attach"}
        self.assertEqual(attaching, {"web_form", "api", "email", "call", "website", "chat"})

    def test_attach(self):
        lead = self._create_lead(phone=PHONE)
        self.assertEqual(self._receive(phone=PHONE, channel="call").lead_id, lead)

    def test_new_lead_linked_to_the_customer(self):
        """Each request of the channel is a lead of its own; the open one is named."""
        customer = self._create_partner(name="Ann Lee", phone=PHONE)
        lead = self._create_lead(partner_id=customer.id)
        self._set("email", "new_linked")
        request = self._receive(phone=PHONE, channel="email")
        self.assertNotEqual(request.lead_id, lead)
        self.assertEqual(request.lead_id.partner_id, customer)
        self.assertEqual(request.previous_lead_id, lead)
        self.assertIn(lead, request.related_lead_ids)
        self.assertEqual((request.result, request.unclear), ("customer", False))

    def test_new_lead_where_there_is_no_customer(self):
        lead = self._create_lead(phone=PHONE)
        self._set("email", "new_linked")
        request = self._receive(phone=PHONE, channel="email")
        self.assertNotEqual(request.lead_id, lead)
        self.assertEqual(request.previous_lead_id, lead)
        self.assertEqual(request.result, "new")

    def test_new_lead_in_one_batch(self):
        """The second request of a batch speaks of the lead that the first one made."""
        self._set("api", "new_linked")
        requests = self.env["crm.intake"].receive(
            [
                {"channel": "api", "source_id": self.source.id, "values": {"phone": PHONE}}
                for _ in range(2)
            ]
        )
        first, second = requests
        self.assertNotEqual(first.lead_id, second.lead_id)
        self.assertEqual(second.previous_lead_id, first.lead_id)
        self.assertEqual(second.related_lead_ids, first.lead_id)

    def test_flag(self):
        """Nothing is linked; somebody has to look."""
        customer = self._create_partner(name="Ann Lee", phone=PHONE)
        lead = self._create_lead(partner_id=customer.id)
        self._set("web_form", "flag")
        request = self._receive(phone=PHONE)
        self.assertNotEqual(request.lead_id, lead)
        self.assertFalse(request.lead_id.partner_id)
        self.assertEqual(request.unclear, "doubtful")
        self.assertEqual(request.related_lead_ids, lead)
        self.assertEqual(request.related_partner_ids, customer)

    def test_unknown_people_are_new_everywhere(self):
        self._set("web_form", "flag")
        request = self._receive(phone=PHONE)
        self.assertEqual((request.result, request.unclear), ("new", False))

    def test_company_before_all(self):
        """A company's own row wins in this company only."""
        self._set("web_form", "flag", company=self.other_company)
        lead = self._create_lead(phone=PHONE)
        self.assertEqual(self._receive(phone=PHONE).lead_id, lead)
        self._set("web_form", "flag", company=self.company)
        self.assertNotEqual(self._receive(phone=PHONE).lead_id, lead)

    def test_lead_entered_by_hand_is_linked(self):
        """The channel links: the lead keeps its own phone, nobody has to check it."""
        customer = self._create_partner(name="Ann Lee", phone=PHONE, email="ann@lee.example")
        self._set("manual", "new_linked")
        leads = self.env["crm.lead"].with_context(crm_intake_channel="manual")
        lead = leads.create(
            {"name": "By hand", "phone": "+380671112233", "email_from": "ann@lee.example"}
        )
        self.assertEqual(lead.partner_id, customer)
        self.assertIn("+380671112233", lead.identifier_ids.mapped("key"))
        self.assertEqual(customer.phone, PHONE)
        request = lead.request_ids
        self.assertEqual((request.partner_id, request.unclear), (customer, False))
        event = self.env["crm.dedup.event"].search([("lead_id", "=", lead.id)])
        self.assertEqual((event.kind, event.channel), ("linked", "manual"))

    def test_lead_entered_by_hand_is_checked_when_unsure(self):
        """Two customers with one phone: somebody has to look, whatever the channel wants."""
        for name in ("Ann Lee", "Bob Ray"):
            self._create_partner(name=name, phone=PHONE)
        self._set("manual", "new_linked")
        leads = self.env["crm.lead"].with_context(crm_intake_channel="manual")
        lead = leads.create({"name": "By hand", "phone": PHONE})
        self.assertFalse(lead.partner_id)
        self.assertEqual(lead.request_ids.unclear, "doubtful")

    def test_what_is_made_already_cannot_be_attached(self):
        with self.assertRaises(ValidationError):
            self._set("manual", "attach")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_roles(self):
        """Salespeople see what is set for their company, administrators of sales change it."""
        rows = self.env["crm.dedup.channel"]
        rows.create({"channel": "call", "action": "flag", "company_id": self.other_company.id})
        row = rows.search([("company_id", "=", False)], limit=1)
        for user in (self.user_sales_salesman, self.user_sales_leads, self.user_sales_manager):
            self.assertFalse(rows.with_user(user).search([("company_id", "!=", False)]))
        with self.assertRaises(AccessError):
            row.with_user(self.user_leader).action = "flag"
        row.with_user(self.user_sales_manager).action = "flag"

    def test_one_decision_costs_no_query_of_its_own(self):
        """What the channels do is read once for all requests."""
        self.env["crm.dedup.channel"]._action("api", self.company.id)
        with self.assertQueryCount(0):
            for channel in ("api", "email", "manual"):
                self.env["crm.dedup.channel"]._action(channel, self.company.id)
