# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests.test_js import HOOTCommon, unit_test_error_checker

from .desk import DeskCommon

PIPELINE = "/odoo/action-crm.crm_lead_action_pipeline"


@tagged("post_install", "-at_install")
class TestDeskUi(HttpCase, DeskCommon):
    """The desk as people click it."""

    def _queue(self):
        """Nothing of other data, then a doubtful request, spam and an unreadable phone."""
        self.env["crm.request"].search([]).unclear = False
        self._own_lead(name="Desk of Gabor", contact_name="Gabor Kiss", phone="+380501234567")
        eva = self._own_lead(name="Desk of Eva", contact_name="Eva Kiss", phone="+380501234567")
        self.env["crm.request"].search([]).unclear = False
        doubtful = self._receive(self.door, phone="050 123 45 67", message="Which Kiss is it?")
        if doubtful.lead_id == eva:
            # Whom recognition prefers is not the point here.
            eva.name = "Desk of Gabor"
            doubtful.related_lead_ids.name = "Desk of Eva"
        self._receive(
            self.door, email="bot@x.example", message="Buy now", request={"dropped": "spam"}
        )
        self._receive(self.door, name="Ilona", phone="12-34 ask", email="ilona@varga.example")
        return doubtful

    def test_leader_clears_the_queue(self):
        """Attach, discard and confirm from the list, until nothing is left to check."""
        doubtful = self._queue()
        self.assertEqual(doubtful.unclear, "doubtful")
        self.start_tour("/odoo", "crm_lead_dedup_queue", login="leader")
        self.assertEqual(doubtful.lead_id.name, "Desk of Eva")
        self.assertEqual(doubtful.decided_by_id, self.user_leader)

    def test_salesperson_detaches(self):
        """From the card's own tabs."""
        lead = self._own_lead(
            name="Chairs for Ann",
            contact_name="Ann Lee",
            email_from="ann@lee.example",
            phone="+380501234567",
        )
        request = self._receive(self.door, phone="050 123 45 67", email="stranger@x.example")
        self.assertEqual(request.lead_id, lead)
        self.start_tour(PIPELINE, "crm_lead_dedup_detach", login=self.user_sales_salesman.login)
        self.assertEqual((request.unclear, request.lead_id.id), ("detached", False))

    def test_administrator_makes_a_source(self):
        """Form to copy and a secret that is shown once."""
        self.start_tour(
            "/odoo/request-sources/new",
            "crm_lead_dedup_source",
            login=self.user_sales_manager.login,
        )
        source = self.env["crm.intake.source"].search([("name", "=", "Form of the new shop")])
        self.assertTrue(source.secret_hash)


@tagged("post_install", "-at_install")
class TestDeskUnits(HOOTCommon):
    """Unit tests of the web client's part."""

    def test_hoot(self):
        """The suites of this add-on only; core's run with core."""
        suite = self._generate_hash("@crm_lead_dedup")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )
