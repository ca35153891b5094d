# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_lead_dedup.tests.common import DedupCommon


@tagged("post_install", "-at_install")
class TestWebsiteForm(DedupCommon, HttpCase):
    """The form of Odoo's own website, posted as a browser posts it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.ukraine
        cls.env["website"].search([]).crm_default_team_id = cls.sales_team_1

    def _post(self, files=None, **values):
        """Post the contact form; return the answer and the requests it made."""
        known = self.env["crm.request"].search([])
        answer = self.url_open(
            "/website/form/crm.lead",
            data={
                "name": "Pumps",
                "contact_name": "Ivan",
                "email_from": "ivan@elsewhere.example.org",
                "description": "Two pumps, <b>please</b>",
                **values,
            },
            files=files,
        )
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json(), self.env["crm.request"].search([]) - known

    def test_unknown_visitor_becomes_a_lead(self):
        """With everything the form and the website's settings say."""
        answer, request = self._post(phone="050 123 45 67", Colour="red")
        lead = request.lead_id
        self.assertEqual(request.channel, "website")
        self.assertRecordValues(
            lead,
            [
                {
                    "name": "Pumps",
                    "contact_name": "Ivan",
                    "email_from": "ivan@elsewhere.example.org",
                    "phone": "+380 50 123 4567",
                    "team_id": self.sales_team_1.id,
                    "user_id": self.user_sales_manager.id,
                    "company_id": self.company.id,
                    "type": "lead",
                }
            ],
        )
        self.assertIn("Two pumps, &lt;b&gt;please", lead.description)
        self.assertIn("Colour : red", lead.description)
        self.assertTrue(lead.visitor_ids)
        self.assertEqual(answer, {"id": request.id})

    def test_known_visitor_lands_on_his_card(self):
        """Nothing of the card or its customer changes, and the answer looks the same."""
        customer = self._create_partner(phone="+380501234567", email="boss@known.example.net")
        lead = self._create_lead(partner_id=customer.id, description="Ours")
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM res_partner WHERE id = %s", [customer.id])
        before = self.env.cr.fetchall()
        answer, request = self._post(phone="050 123 45 67")
        self.assertEqual(request.lead_id, lead)
        self.assertEqual(request.result, "attached")
        self.assertEqual(lead.description, "<p>Ours</p>")
        self.assertEqual(lead.user_id, self.user_sales_leads)
        self.assertNotEqual(answer["id"], lead.id)
        self.env.cr.execute("SELECT * FROM res_partner WHERE id = %s", [customer.id])
        self.assertEqual(self.env.cr.fetchall(), before)

    def test_files_stay(self):
        lead = self._create_lead(phone="+380501234567")
        _answer, request = self._post(
            phone="+380501234567", files={"Plan": ("plan.txt", b"plan", "text/plain")}
        )
        self.assertEqual(request.lead_id, lead)
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)]
        )
        self.assertEqual(attachment.name, "plan.txt")

    def test_marks_of_the_visit(self):
        """Core keeps them in cookies; the request and the new lead get them."""
        self.opener.cookies.update({"odoo_utm_source": "Duck", "odoo_utm_campaign": "Spring"})
        _answer, request = self._post()
        self.assertEqual((request.utm_source, request.utm_campaign), ("Duck", "Spring"))
        self.assertEqual(request.lead_id.source_id.name, "Duck")
        self.assertEqual(request.lead_id.medium_id.name, "Website")

    def test_failure_keeps_the_lead(self):
        """The visitor's words are not lost when the intake fails: core files them."""
        intake = self.env.registry["crm.intake"]
        with (
            patch.object(intake, "_lookup", side_effect=ValueError("broken")),
            mute_logger("odoo.addons.crm_lead_dedup.models.crm_intake"),
        ):
            _answer, request = self._post()
        self.assertEqual(request.result, "failed")
        self.assertEqual(request.lead_id.name, "Pumps")
