# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .desk import DeskCommon

SECRETS = (
    "Orysia Zayets",
    "orysia@zayets.example",
    "509871234",
    "50 987 1234",
    "my very own words",
)


@tagged("post_install", "-at_install")
class TestPersonData(DeskCommon):
    """A person asks what is known, or to be forgotten."""

    def setUp(self):
        super().setUp()
        self.request = self._receive(
            self.door,
            name="Orysia Zayets",
            phone="050 987 12 34",
            message="my very own words",
            consent=True,
            request={
                "raw": '{"name": "Orysia Zayets"}',
                "files": [("cv.txt", b"my very own words")],
            },
        )
        self.again = self._receive(self.door, phone="050 987 12 34", email="orysia@zayets.example")
        self.lead = self.request.lead_id
        self.assertEqual(self.again.lead_id, self.lead)

    def _wizard(self, **values):
        wizard = self.env["crm.person.data"].with_user(self.user_sales_manager).create(values)
        wizard.action_search()
        return wizard

    def _stored_text(self):
        """All that the tables of the story say, as one text."""
        self.env.flush_all()
        tables = ("crm_request", "crm_identifier", "crm_lead", "mail_message", "mail_activity",
                  "ir_attachment", "mail_tracking_value", "mail_mail",
                  "crm_intake_claim", "crm_dedup_merge", "crm_dedup_merge_change",
                  "crm_dedup_profile", "crm_dedup_import_row", "crm_dedup_match")  # fmt: skip
        text = ""
        for table in tables:
            self.env.cr.execute(f"SELECT t::text FROM {table} t")  # noqa: S608 - constants above
            text += "\n".join(row for (row,) in self.env.cr.fetchall())
        return text

    def test_found_by_any_spelling(self):
        """A phone as the person writes it finds both requests and the lead."""
        for text in ("+380 (50) 987-12-34", "ORYSIA@zayets.example"):
            wizard = self._wizard(text=text)
            self.assertEqual(wizard.request_ids, self.request | self.again)
            self.assertEqual(wizard.lead_ids, self.lead)

    def test_found_by_card(self):
        """From the lead, and from the customer it belongs to."""
        partner = self._create_partner(name="Orysia Zayets")
        self.assertEqual(self._wizard(lead_id=self.lead.id).request_ids, self.request | self.again)
        self.lead.partner_id = partner
        self.assertEqual(self._wizard(partner_id=partner.id).lead_ids, self.lead)

    def test_export(self):
        """One JSON file with the requests, the lead and the identifiers; the export is noted."""
        wizard = self._wizard(text="orysia@zayets.example")
        self.assertIn("/web/content/", wizard.action_export()["url"])
        data = json.loads(base64.b64decode(wizard.export_file))
        self.assertEqual({row["email"] for row in data["requests"]},
                         {False, "orysia@zayets.example"})  # fmt: skip
        self.assertEqual([["cv.txt"]], [row["files"] for row in data["requests"] if row["files"]])
        self.assertEqual([row["contact_name"] for row in data["leads"]], ["Orysia Zayets"])
        log = self.env["crm.person.data.log"].search([], limit=1)
        self.assertEqual((log.action, log.user_id), ("export", self.user_sales_manager))
        self.assertEqual((log.request_count, log.lead_count), (2, 1))

    def test_erase_requests(self):
        """Values, raw data, files and learnt identifiers go; what came when stays."""
        before = (self.request.received_at, self.request.channel, self.request.reference)
        wizard = self._wizard(text="050 987 12 34")
        wizard.action_erase()
        for request in self.request | self.again:
            values = [request.contact_name, request.phone, request.email, request.message]
            self.assertFalse(any([*values, request.raw_payload, request.attachment_ids]))
        self.assertEqual(
            (self.request.received_at, self.request.channel, self.request.reference), before
        )
        self.assertTrue(self.request.consent, "the proof that there was a consent stays")
        self.assertEqual(self.lead.contact_name, "Orysia Zayets", "the lead was not chosen")

    def test_erase_leaves_no_trace(self):
        """With the lead made anonymous no table holds the person any more."""
        stored = self._stored_text()
        self.assertTrue(all(secret in stored for secret in SECRETS))
        wizard = self._wizard(text="050 987 12 34", anonymise_leads=True)
        wizard.action_erase()
        stored = self._stored_text()
        self.assertEqual([secret for secret in SECRETS if secret in stored], [])
        self.assertTrue(self.lead.exists())
        log = self.env["crm.person.data.log"].search([], limit=1)
        self.assertEqual((log.action, log.user_id), ("erase", self.user_sales_manager))

    def test_erase_reaches_merged_cards_and_files(self):
        """Merged sources, the journal that could bring them back, and imported rows go too."""
        other = self._create_lead(contact_name="Orysia Zayets", phone="0509871234")
        merge = self.env["crm.dedup.engine"].merge(self.lead, other)
        started = self.env["crm.dedup.import"]._start(
            "leads.csv", "crm.lead", ["name", "contact_name"], [[["Pump", "Orysia Zayets"]]], {}
        )
        started.row_ids.sudo().res_id = self.lead.id
        self.assertIn("Orysia Zayets", self._stored_text())
        self._wizard(text="050 987 12 34", anonymise_leads=True).action_erase()
        stored = self._stored_text()
        self.assertEqual([secret for secret in SECRETS if secret in stored], [])
        self.assertTrue(other.exists())
        with self.assertRaisesRegex(UserError, "erased"):
            merge.action_undo()

    def test_erase_spares_a_customer(self):
        """A lead of a customer is not made anonymous: invoices may stand behind it."""
        self.lead.partner_id = self._create_partner(name="Orysia Zayets")
        self._wizard(text="050 987 12 34", anonymise_leads=True).action_erase()
        self.assertFalse(self.request.contact_name)
        self.assertEqual(self.lead.partner_id.name, "Orysia Zayets")

    def test_lost_lead_is_a_persons_too(self):
        """Archived cards are exported and made anonymous like open ones."""
        self.lead.action_set_lost()
        self.assertFalse(self.lead.active)
        wizard = self._wizard(text="050 987 12 34", anonymise_leads=True)
        wizard.invalidate_recordset()
        self.assertEqual([row["id"] for row in wizard._export_data()["leads"]], self.lead.ids)
        wizard.action_erase()
        stored = self._stored_text()
        self.assertEqual([secret for secret in SECRETS if secret in stored], [])

    def test_customer_of_a_learnt_phone(self):
        """A phone that only the lead has learnt finds the customer of the lead as well."""
        self.lead.partner_id = self._create_partner(name="Orysia Zayets")
        wizard = self._wizard(text="050 987 12 34")
        self.assertEqual(wizard.partner_ids, self.lead.partner_id)

    def test_search_takes_no_wildcards(self):
        """An underline in an address is an underline: nobody else is found, and erased."""
        other = self._receive(self.door, name="Bob", email="annXlee@x.example")
        ann = self._receive(self.door, name="Ann", email="ann_lee@x.example")
        self.assertEqual(self._wizard(text="ann_lee@x.example").request_ids, ann)
        self._wizard(text="ann_lee@x.example").action_erase()
        self.assertEqual(other.contact_name, "Bob")

    def test_others_stay(self):
        """Rows taken out of the list, and other people, are left alone."""
        other = self._receive(self.door, name="Bob", email="bob@x.example")
        wizard = self._wizard(text="050 987 12 34")
        wizard.request_ids -= self.again
        wizard.action_erase()
        self.assertEqual(self.again.email, "orysia@zayets.example")
        self.assertEqual(other.contact_name, "Bob")

    def test_forgotten_person_is_unknown(self):
        """After the erasure the same phone makes a new card."""
        self._wizard(text="050 987 12 34", anonymise_leads=True).action_erase()
        again = self._receive(self.door, name="Somebody", phone="050 987 12 34")
        self.assertNotEqual(again.lead_id, self.lead)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_administrators_of_sales(self):
        """Neither leaders nor salespeople may even open it."""
        for user in (self.user_leader, self.user_sales_leads, self.user_sales_salesman):
            with self.assertRaises(AccessError):
                self.env["crm.person.data"].with_user(user).create({"text": "050 987 12 34"})
