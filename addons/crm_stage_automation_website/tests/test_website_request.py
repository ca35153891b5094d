# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_stage_automation.tests.common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestWebsiteRequest(PlaybookCommon, HttpCase):
    """Rules that wait for a request, and the form of Odoo's own website."""

    def test_form_is_a_request(self):
        """The rules about requests fire for the lead that a visitor made."""
        rule = self._create_rule(trigger="requested", stage_ids=False)
        known = self.env["crm.lead"].search([])
        self.env.flush_all()
        answer = self.url_open(
            "/website/form/crm.lead",
            data={"name": "Pumps", "contact_name": "Ivan", "email_from": "ivan@a.example.org"},
        )
        self.assertEqual(answer.status_code, 200, answer.text)
        lead = self.env["crm.lead"].search([]) - known
        self.assertEqual(len(lead), 1)
        self.assertEqual(self._jobs(lead).rule_id, rule)
