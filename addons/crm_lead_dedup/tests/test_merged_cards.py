# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from .gateway import GatewayCommon
from .merging import MergeCommon


@tagged("post_install", "-at_install")
class TestMergedCards(MergeCommon):
    """A merged card counts nowhere and is found as the one that stands for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._create_lead(name="Pumps", phone="+380501110001")
        cls.merged = cls._create_lead(
            name="Valves for Kyiv", phone="+380501110002", email_from="olena@valves.example"
        )
        cls.partner = cls._create_partner(name="Olena Kovalenko", email="olena@pumps.example")
        cls.former = cls._create_partner(
            name="Helen Kowalenko", email="helen@pumps.example", phone="+380501110003"
        )
        cls.leads, cls.partners = cls.env["crm.lead"], cls.env["res.partner"]

    def _merge_both(self):
        self._merge(self.partner, self.former)
        return self._merge(self.lead, self.merged)

    def test_found_by_former_name(self):
        """Search and name search give the survivor, also through a chain, also for archived."""
        self._merge_both()
        last = self._create_lead(name="Taps")
        self._merge(last, self.lead)
        for name, model, survivor in (
            ("Valves for", self.leads, last),
            ("Kowalenko", self.partners, self.partner),
        ):
            for context in ({}, {"active_test": False}):
                with self.subTest(name=name, context=context):
                    found = model.with_context(**context)
                    self.assertEqual([i for i, _n in found.name_search(name)], survivor.ids)
                    self.assertEqual(found.search([("former_name", "ilike", name)]), survivor)
                    self.assertEqual(found.search([("display_name", "ilike", name)]), survivor)
        self.assertIn("Pumps", last.former_name)

    def test_found_by_phone_and_mail(self):
        """Any phone or e-mail that a merged card had."""
        self._merge_both()
        search = self.leads.with_context(active_test=False).search
        for text in ("050 111 00 02", "olena@valves.example"):
            self.assertEqual(search([("any_phone_or_email", "ilike", text)]), self.lead)
        found = self.partners.search([("any_phone_or_email", "ilike", "0501110003")])
        self.assertEqual(found, self.partner)

    def test_links_lead_to_the_survivor(self):
        """The card's action, the button of its banner, a link by model and id."""
        self._merge_both()
        for card, survivor in ((self.merged, self.lead), (self.former, self.partner)):
            self.assertEqual(card.get_formview_action()["res_id"], survivor.id)
            self.assertEqual(card.action_open_merged_into()["res_id"], survivor.id)
            stands = self.env["crm.dedup.engine"]._stands_for(card._name, card.id)
            self.assertEqual(stands, survivor.id)
        self.assertEqual(self.lead.get_formview_action()["res_id"], self.lead.id)
        self.assertEqual(self.env["crm.dedup.engine"]._stands_for("res.users", 1), 1)

    def test_card_with_its_children(self):
        """Modules that count of a card and its contacts find the merged card, asked by its id."""
        child = self._create_partner(name="Contact", parent_id=self.partner.id)
        twin = self._create_partner(name="Contact again", parent_id=self.partner.id)
        self._merge_both()
        self._merge(child, twin)
        search = self.partners.with_context(active_test=False).search
        self.assertEqual(search([("id", "child_of", self.former.ids)]), self.former)
        self.assertEqual(search([("id", "child_of", self.former.id)]), self.former)
        self.assertEqual(search([("id", "child_of", self.partner.ids)]), self.partner | child)
        self.assertFalse(self.former.meeting_count)

    def test_form_leads_on_for_who_may_read(self):
        """Along a chain of merges; who may not read the survivor, or has none, stays."""
        self._merge_both()
        last = self._create_lead(name="Taps", user_id=self.user_sales_leads.id)
        self._merge(last, self.lead)
        self.assertEqual(self.merged.merged_survivor_id(), last.id)
        self.assertFalse(last.merged_survivor_id())
        salesman = self.user_sales_salesman
        self.merged.user_id = salesman
        merged = self.merged.with_user(salesman)
        self.assertFalse(merged.merged_survivor_id())
        self.assertFalse(merged.merged_into_readable)
        self.assertTrue(self.merged.merged_into_readable)
        with self.assertRaisesRegex(UserError, self.env.user.name):
            merged.action_open_merge()
        with self.assertRaises(AccessError):
            self.lead.with_user(salesman).merged_survivor_id()

    def test_request_comes_to_the_survivor(self):
        """The intake recognises the survivor by what the merged card was known by."""
        before = self._receive(phone="050 111 00 02")
        self.assertEqual(before.lead_id, self.merged)
        self._merge_both()
        self.assertEqual(before.lead_id, self.lead)
        self.assertEqual(self._receive(phone="050 111 00 02").lead_id, self.lead)
        self.assertEqual(self._receive(email="olena@valves.example").lead_id, self.lead)
        self.assertEqual(self._receive(phone="0501110003").partner_id, self.partner)

    def test_no_second_card_for_a_known_address(self):
        """Core finds or makes customers by e-mail; a merged one's address is the survivor's."""
        self._merge_both()
        emails = ["Helen <helen@pumps.example>", "new@else.example", "olena@pumps.example"]
        found = self.partners._find_or_create_from_emails(emails, no_create=True)
        self.assertEqual([card.id for card in found], [self.partner.id, False, self.partner.id])
        helen, new, olena = self.partners._find_or_create_from_emails(emails)
        self.assertEqual((helen, olena), (self.partner, self.partner))
        self.assertEqual(new.email, "new@else.example")

    def test_counts_nowhere(self):
        """No count, group, list of archived ones or similar lead has the merged card."""
        twin = self._create_lead(name="Twin", phone="+380501110002")
        self.assertEqual(twin.duplicate_lead_count, 1)
        self._merge_both()
        twin.invalidate_recordset()
        self.assertNotIn(self.merged, twin.duplicate_lead_ids)
        every = self.leads.with_context(active_test=False)
        self.assertNotIn(self.merged, every.search([]))
        self.assertNotIn(self.merged, every.search([("active", "=", False)]))
        [(count,)] = every._read_group([("name", "=", "Valves for Kyiv")], [], ["__count"])
        self.assertEqual(count, 0)
        found = self.env["crm.dedup.engine"].find_matches(twin)[twin]
        self.assertNotIn(self.merged.id, [m["id"] for m in found if m["model"] == "crm.lead"])

    def test_filter_shows_them(self):
        """Who looks for merged cards finds them, with the filter of the lists."""
        self._merge_both()
        for model, card, view in (
            (self.leads, self.merged, "crm.view_crm_case_leads_filter"),
            (self.leads, self.merged, "crm.view_crm_case_opportunities_filter"),
            (self.partners, self.former, "base.view_res_partner_filter"),
        ):
            arch = model.get_view(self.env.ref(view).id, "search")["arch"]
            self.assertIn('name="merged"', arch)
            self.assertIn("former_name", arch)
            found = model.with_context(active_test=False).search([("merged_into_id", "!=", False)])
            self.assertIn(card, found)

    def test_unarchiving_offers_undo(self):
        """A merged card does not come back by hand; the way to the undo is shown."""
        merge = self._merge_both()
        with self.assertRaises(RedirectWarning) as refused:
            self.merged.action_unarchive()
        message, action, _button, *_rest = refused.exception.args
        self.assertIn("Pumps", message)
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.dedup.merge", merge.id))
        self.assertEqual(self.merged.action_open_merge()["res_id"], merge.id)


@tagged("post_install", "-at_install")
class TestRepliesToMerged(GatewayCommon):
    """Letters that answer a thread of a merged card."""

    def test_reply_arrives_at_the_survivor(self):
        """By its references, and by a route that still names the merged card."""
        keep, gone = self._create_lead(name="Keep"), self._create_lead(name="Gone")
        sent = gone.message_post(body="Offer", message_type="comment")
        self.env["crm.dedup.engine"].merge(keep, gone)
        reply = self._letter("Yes, please.", In_Reply_To=sent.message_id)
        self._deliver(reply)
        message = self._message(reply)
        self.assertEqual((message.model, message.res_id), ("crm.lead", keep.id))
        direct = self._letter("Directly.", to="somebody@elsewhere.example.org")
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(
                "crm.lead", direct.as_bytes(), thread_id=gone.id
            )
        message = self._message(direct)
        self.assertEqual((message.model, message.res_id), ("crm.lead", keep.id))
