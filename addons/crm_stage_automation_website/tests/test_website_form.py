# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_stage_automation.tests.common_assignment import AssignmentCommon


@tagged("post_install", "-at_install")
class TestWebsiteForm(AssignmentCommon, HttpCase):
    """The form of Odoo's own website, posted as a browser posts it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["website"].search([]).write(
            {"crm_default_team_id": cls.team.id, "crm_default_user_id": False}
        )
        cls.team.write(
            {
                "use_leads": True,
                "answer_template_id": cls.env.ref("crm_stage_automation.mail_template_answer").id,
            }
        )

    def _post(self, email="ivan@elsewhere.example.org"):
        """Post the contact form; return its lead."""
        known = self.env["crm.lead"].search([])
        answer = self.url_open(
            "/website/form/crm.lead",
            data={"name": "Pumps", "contact_name": "Ivan", "email_from": email},
        )
        self.assertEqual(answer.status_code, 200, answer.text)
        return self.env["crm.lead"].search([]) - known

    def _letters(self, lead):
        return self.env["crm.automatic.letter"].search([("lead_id", "in", lead.ids)])

    def test_assigned_by_the_way_of_the_team(self):
        """Not to the leader, as core does it."""
        self._create_scheme()
        lead = self._post()
        self.assertFalse(lead.user_id)
        self._assign()
        self.assertIn(lead.user_id, self.people)

    def test_core_without_a_scheme(self):
        """A team without a way of its own is left to core."""
        self.assertEqual(self._post().user_id, self.leader)

    def test_a_person_of_the_website(self):
        """Whom the settings of the website name gets the lead."""
        self._create_scheme()
        self.env["website"].search([]).crm_default_user_id = self.bob
        self.assertEqual(self._post().user_id, self.bob)

    def test_answered_once(self):
        """The visitor gets one answer a day, whatever he sends."""
        lead = self._post()
        [letter] = self._letters(lead)
        self.assertEqual(letter.address, "ivan@elsewhere.example.org")
        self.assertFalse(self._letters(self._post("Ivan <IVAN@elsewhere.example.org>")))
        with self.mock_datetime_and_now(letter.due):
            self.env["crm.automatic.letter"]._cron_send()
        mail = self.env["mail.mail"].search([("model", "=", "crm.lead"), ("res_id", "=", lead.id)])
        self.assertEqual(mail.email_to, "ivan@elsewhere.example.org")
        self.assertNotIn("In-Reply-To", mail.headers)
