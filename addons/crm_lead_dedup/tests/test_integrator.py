# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from ..tools.recognition import Decision
from .common import DedupCommon


@tagged("post_install", "-at_install")
class TestIntegrator(DedupCommon):
    """The hooks of readme/DEVELOP.md, extended as an add-on of somebody else would."""

    def test_reads_more_out_of_a_request(self):
        """A second phone in a field of the outsider's form."""

        def prepare_item(original, intake, request):
            more = [request["values"].get("whatsapp")]
            return original(intake, {**request, "phones": more})

        with self._extended("crm.intake", "_prepare_item", prepare_item):
            request = self._receive(phone="0501234567", whatsapp="0677654321")
        self.assertIn("+380677654321", request.lead_id.identifier_ids.mapped("key"))

    def test_decides_otherwise(self):
        """The outsider never attaches."""
        lead = self._create_lead(phone="0501234567")

        def decide(original, intake, items, index):
            original(intake, items, index)
            for number, item in enumerate(items, 1):
                item.decision, item.lead_created, item.lead_id = Decision("new"), True, -number

        with self._extended("crm.intake", "_decide", decide):
            self.assertNotEqual(self._receive(phone="0501234567").lead_id, lead)

    def test_fills_fields_of_lead_and_request(self):
        def lead_values(original, intake, item):
            return {**original(intake, item), "expected_revenue": 78_000}

        def request_values(original, intake, item):
            return {**original(intake, item), "utm_content": "outsider"}

        with (
            self._extended("crm.intake", "_prepare_lead_values", lead_values),
            self._extended("crm.intake", "_prepare_request_values", request_values),
        ):
            request = self._receive(phone="0501234567")
        self.assertEqual(request.lead_id.expected_revenue, 78_000)
        self.assertEqual(request.utm_content, "outsider")

    def test_tells_somebody_else(self):
        def person(original, intake, lead, item):
            return self.user_sales_salesman

        with self._extended("crm.intake", "_person_in_charge", person):
            request = self._receive(phone="0501234567")
        self.assertEqual(request.user_id, self.user_sales_salesman)
        self.assertEqual(request.lead_id.activity_ids.user_id, self.user_sales_salesman)

    def test_recognises_by_a_further_field(self):
        """The outsider keeps a second phone in the lead's own field ``function``."""

        def sources(original, lead):
            return [*original(lead), ("phone", lead.function)]

        def watched(original, leads):
            return original(leads) | {"function"}

        with (
            self._extended("crm.lead", "_identifier_sources", sources),
            self._extended("crm.lead", "_identifier_watched_fields", watched),
        ):
            lead = self._create_lead(phone="0501234567")
            lead.function = "067 765 43 21"
            self.assertEqual(self._receive(phone="+380677654321").lead_id, lead)

    def test_names_the_channel_of_a_door(self):
        def channel(original, leads, vals):
            return "call"

        with self._extended("crm.lead", "_intake_channel", channel):
            self.assertEqual(self._create_lead().request_ids.channel, "call")

    def test_turns_mails_away_and_reads_more(self):
        """Mails about vacancies make no request; a ticket number in the subject is kept."""
        self.env["mail.alias.domain"].create({"name": "desk.example.com"})
        self.sales_team_1.alias_id.alias_name = "sales"
        self.sales_team_1.alias_domain_id = self.env["mail.alias.domain"].search(
            [("name", "=", "desk.example.com")]
        )

        def no_request(original, intake, message, values):
            return original(intake, message, values) or (
                "vacancy" if "CV" in str(message["Subject"]) else None
            )

        def read(original, intake, message, values, letter, place):
            request = original(intake, message, values, letter, place)
            request["values"]["keyword"] = "T-1"
            return request

        with (
            self._extended("crm.intake", "_mail_no_request", no_request),
            self._extended("crm.intake", "_prepare_mail_request", read),
        ):
            self._mail("My CV")
            self._mail("Pumps, please")
        requests = self.env["crm.request"].search([("email", "=", "visitor@example.org")])
        self.assertEqual(len(requests), 1)
        self.assertEqual(requests.keyword, "T-1")

    def _mail(self, subject):
        """Let the gateway read a mail to the team's address."""
        self.env["mail.thread"].with_user(self.env.ref("base.user_root")).message_process(
            "crm.lead",
            "From: Visitor <visitor@example.org>\r\n"
            "To: sales@desk.example.com\r\n"
            f"Subject: {subject}\r\n"
            f"Message-Id: <{subject.replace(' ', '-')}@example.org>\r\n"
            "Date: Mon, 02 Nov 2026 10:00:00 +0000\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n\r\n"
            "Good morning, I have a question.\r\n",
        )
