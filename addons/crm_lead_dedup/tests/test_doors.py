# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import Mock, patch

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tests.common import new_test_user

from .common import DedupCommon

DOORS = "odoo.addons.crm_lead_dedup.models.crm_lead_doors"


@tagged("post_install", "-at_install")
class TestRecord(DedupCommon):
    """Leads that the intake did not make are on record as requests, too."""

    def _requests(self, lead):
        return self.env["crm.request"].search([("lead_id", "=", lead.id)])

    def test_lead_becomes_a_request(self):
        """The lead's values are copied; nobody is told."""
        medium = self.env["utm.medium"].create({"name": "Fair"})
        lead = self._create_lead(
            contact_name="Olha Koval",
            partner_name="Acme",
            phone="050 123 45 67",
            email_from="olha@acme.example.com",
            country_id=self.ukraine.id,
            medium_id=medium.id,
            description="<p>Two <b>pumps</b></p>",
        )
        request = self._requests(lead)
        self.assertRecordValues(
            request,
            [
                {
                    "result": "new",
                    "lead_created": True,
                    "unclear": False,
                    "user_id": False,
                    "contact_name": "Olha Koval",
                    "company_name": "Acme",
                    "phone": "+380 50 123 4567",
                    "email": "olha@acme.example.com",
                    "country_id": self.ukraine.id,
                    "utm_medium": "Fair",
                    "utm_source": False,
                    "website": False,
                    "company_id": self.company.id,
                    "team_id": self.sales_team_1.id,
                }
            ],
        )
        self.assertIn("pumps", request.message)
        self.assertFalse(lead.activity_ids)
        self.assertFalse(lead.message_ids.notification_ids)

    def test_known_person_is_doubtful(self):
        """Nothing is attached or refused; the queue shows whom the new card may double."""
        first = self._create_lead(contact_name="Olha", phone="+380501234567")
        lead = self._create_lead(contact_name="Olha", phone="050 123 45 67",
                                 country_id=self.ukraine.id)  # fmt: skip
        request = self._requests(lead)
        self.assertEqual(request.unclear, "doubtful")
        self.assertEqual(request.related_lead_ids, first)
        self.assertEqual(request.matched_by, "phone")
        self.assertEqual(request.result, "new")

    def test_known_customer_is_doubtful(self):
        customer = self._create_partner(email="olha@acme.example.com")
        request = self._requests(self._create_lead(email_from="Olha@acme.example.com"))
        self.assertEqual(request.related_partner_ids, customer)
        self.assertFalse(request.partner_id)

    def test_another_card_of_the_own_customer_is_clear(self):
        """Several opportunities of one customer are how a salesperson works."""
        company = self._create_partner(name="Acme", is_company=True, phone="+380441234567")
        person = self._create_partner(
            name="Olha", parent_id=company.id, email="olha@acme.example.com", phone="+380441234567"
        )
        self._create_lead(partner_id=company.id)
        request = self._requests(self._create_lead(partner_id=person.id))
        self.assertFalse(request.unclear)
        self.assertFalse(request.related_partner_ids)
        self.assertEqual(request.partner_id, person)

    def test_rows_of_one_import_know_each_other(self):
        values = {"name": "X", "team_id": self.sales_team_1.id, "email_from": "x@y.example.com"}
        leads = self.env["crm.lead"].create([values, values])
        requests = self.env["crm.request"].search([("lead_id", "in", leads.ids)])
        self.assertEqual(requests.mapped("unclear"), ["doubtful", "doubtful"])
        self.assertEqual(requests.related_lead_ids, leads)

    def test_quality(self):
        """A name alone is interest when a person wrote it down; what was chosen stays."""
        hand = self.env["crm.lead"].with_context(crm_intake_channel="manual")
        bare, chosen, reachable = hand.create(
            [
                {"name": "A", "contact_name": "Ann"},
                {"name": "B", "contact_name": "Ann", "lead_quality": "lead"},
                {"name": "C", "contact_name": "Ann", "email_from": "ann@x.example.com"},
            ]
        )
        self.assertEqual(bare.lead_quality, "interest")
        self.assertEqual(chosen.lead_quality, "lead")
        self.assertEqual(reachable.lead_quality, "lead")
        self.assertFalse(bare.message_ids.tracking_value_ids)

    def test_no_request(self):
        """The intake's own leads have one already; copies and data of add-ons are none."""
        lead = self._create_lead(phone="+380501234567")
        self.assertFalse(self._requests(lead.copy()))
        installed = self.env["crm.lead"].with_context(install_mode=True).create({"name": "Demo"})
        self.assertFalse(self._requests(installed))
        received = self._receive(phone="+380507654321")
        self.assertEqual(self._requests(received.lead_id), received)

    def test_salesperson_may_make_leads(self):
        """Who sees only own documents needs no access to the cards that are compared."""
        self._create_lead(phone="+380501234567", user_id=self.user_sales_manager.id)
        lead = (
            self.env["crm.lead"]
            .with_user(self.user_sales_salesman)
            .create({"name": "Mine", "phone": "+380501234567"})
        )
        self.assertEqual(self._requests(lead).unclear, "doubtful")

    def test_queries_do_not_grow(self):
        """The record of a batch costs the same number of queries for 5 and for 50 leads."""
        self._create_lead(phone="+380501234567")

        def queries(number):
            values = [
                {"name": f"L{n}", "phone": f"+3805012{n:05d}", "contact_name": f"N{n}"}
                for n in range(number)
            ]
            values[0]["phone"] = "+380501234567"
            leads = self.env["crm.lead"].with_context(crm_intake=True).create(values)
            self.env.flush_all()
            self.env.invalidate_all()
            leads.mapped("display_name")
            before = self.cr.sql_log_count
            self.env["crm.intake"]._record_leads(leads, ["api"] * number, [False] * number)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(5)
        self.assertEqual(queries(5), queries(50))


@tagged("post_install", "-at_install")
class TestChannel(DedupCommon):
    """The door is told by the lead's fields, by the way it was called, or by the address."""

    def _channel(self, path=None, context=None, user=None, **vals):
        request = Mock()
        request.httprequest.path = path
        lead = self.env["crm.lead"].with_context(**(context or {}))
        with patch(f"{DOORS}.request", request if path else None):
            return lead.with_user(user or self.user_sales_leads)._intake_channel(vals)

    def test_addresses(self):
        public = self.env.ref("base.public_user")
        for path, user, channel in (
            ("/web/dataset/call_kw/crm.lead/web_save", None, "manual"),
            ("/json/2/crm.lead/create", None, "api"),
            ("/xmlrpc/2/object", None, "api"),
            ("/jsonrpc", None, "api"),
            ("/mail_plugin/lead/create", None, "plugin"),
            ("/website/form/crm.lead", public, "website"),
            ("/survey/submit/1/2", public, "survey"),
            ("/anything", public, "website"),
            (None, None, "api"),
        ):
            with self.subTest(path=path):
                self.assertEqual(self._channel(path, user=user), channel)

    def test_fields(self):
        """Core's own doors mark their leads, whatever called them."""
        for field, channel in (
            ("event_lead_rule_id", "event"),
            ("event_id", "event"),
            ("origin_survey_id", "survey"),
            ("origin_channel_id", "chat"),
        ):
            with self.subTest(field=field):
                self.assertEqual(self._channel("/web/dataset/call_kw", **{field: 7}), channel)

    def test_hook(self):
        """A door of somebody else says who it is in the context."""
        self.assertEqual(self._channel(context={"crm_intake_channel": "call"}), "call")

    def test_import(self):
        """Both the assistant and a program that calls ``load``."""
        self.assertEqual(self._channel("/web/x", context={"import_file": True}), "import")
        loaded = self.env["crm.lead"].load(
            ["name", "contact_name"], [["From a file", "Ann"], ["From a file", "Bob"]]
        )
        requests = self.env["crm.request"].search([("lead_id", "in", loaded["ids"])])
        self.assertEqual(requests.mapped("channel"), ["import", "import"])
        self.assertEqual(requests.lead_id.mapped("lead_quality"), ["interest", "interest"])


@tagged("post_install", "-at_install")
class TestOverHttp(HttpCase):
    """The same over the real interfaces."""

    def test_json2(self):
        """A program with an API key."""
        user = new_test_user(self.env, "program", groups="sales_team.group_sale_salesman")
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        key = self.env["res.users.apikeys"].with_user(user)._generate("rpc", "test", tomorrow)
        answer = self.url_open(
            "/json/2/crm.lead/create",
            json={"vals_list": [{"name": "By a program", "phone": "+380501234567"}]},
            headers={"Authorization": f"Bearer {key}"},
        )
        self.assertEqual(answer.status_code, 200, answer.text)
        request = self.env["crm.request"].search([("lead_id", "in", answer.json())])
        self.assertEqual(request.channel, "api")

    def test_web_client(self):
        """A salesperson with the mouse."""
        new_test_user(
            self.env, "mouse", password="mouse-password", groups="sales_team.group_sale_salesman"
        )
        self.authenticate("mouse", "mouse-password")
        lead_ids = self.make_jsonrpc_request(
            "/web/dataset/call_kw/crm.lead/create",
            {
                "model": "crm.lead",
                "method": "create",
                "args": [[{"name": "By hand", "contact_name": "Ann"}]],
                "kwargs": {},
            },
        )
        request = self.env["crm.request"].search([("lead_id", "in", lead_ids)])
        self.assertEqual(request.channel, "manual")
        self.assertEqual(request.lead_id.lead_quality, "interest")
