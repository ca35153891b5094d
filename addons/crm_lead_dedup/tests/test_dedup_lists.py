# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.lists import DEFAULT_LISTS
from .desk import DeskCommon


@tagged("post_install", "-at_install")
class TestDedupLists(DeskCommon):
    """Role mailboxes and free-mail domains that an administrator edits."""

    def _domain(self, name):
        return self.env["crm.dedup.domain"].search([("name", "=", name)])

    def _domains_of(self, company):
        rows = company.identifier_ids.filtered(lambda row: row.kind == "domain")
        return set(rows.mapped("key"))

    def test_shipped_lists_are_those_of_the_tools(self):
        """What users see is what the pure logic uses when nobody gives it lists."""
        lists = self.env["crm.address.list"]._lists()
        self.assertEqual(lists.free_domains, DEFAULT_LISTS.free_domains)
        self.assertEqual(lists.free_brands, DEFAULT_LISTS.free_brands)
        self.assertEqual(lists.role_words, DEFAULT_LISTS.role_words)
        self.assertEqual(lists.role_names, DEFAULT_LISTS.role_names - DEFAULT_LISTS.role_words)

    def test_update_keeps_what_people_did(self):
        """An archived word stays away, a deleted own word too, nothing comes twice."""
        Domain = self.env["crm.dedup.domain"].with_context(active_test=False)
        before = Domain.search_count([])
        self._domain("ukr.net").active = False
        self.env["crm.dedup.domain"]._load_shipped()
        self.assertEqual(Domain.search_count([]), before)
        self.assertNotIn("ukr.net", self.env["crm.address.list"]._lists().free_domains)

    def test_screens_show_archived_words_and_use_none(self):
        """The list is shown with archived words; saving there must not bring them back."""
        shown = self.env["crm.dedup.domain"].with_context(active_test=False)
        shown.search([("name", "=", "ukr.net")]).active = False
        self.assertNotIn("ukr.net", shown.env["crm.address.list"]._lists().free_domains)

    def test_new_free_domain_acts_at_once(self):
        """A provider of the region: its users are no colleagues, its customers no company."""
        company = self._create_partner(
            name="Acme", is_company=True, email="acme@villagenet.example.com"
        )
        self.assertEqual(self._domains_of(company), {"example.com"})
        row = self.env["crm.dedup.domain"].create({"name": " Example.COM "})
        self.assertEqual(row.name, "example.com")
        self.assertFalse(self._domains_of(company))
        self.assertFalse(self._receive(email="bob@example.com").company_name)
        row.unlink()
        self.assertEqual(self._domains_of(company), {"example.com"})

    def test_company_exception(self):
        """A company that owns a domain of the list."""
        company = self._create_partner(name="UkrNet", is_company=True, email="office@ukr.net")
        self.assertFalse(self._domains_of(company))
        self._domain("ukr.net").use = "company"
        self.assertEqual(self._domains_of(company), {"ukr.net"})

    def test_brand_in_every_country(self):
        company = self._create_partner(name="Seven", is_company=True, email="a@seznam.sk")
        self.assertEqual(self._domains_of(company), {"seznam.sk"})
        self.env["crm.dedup.domain"].create({"name": "seznam", "use": "brand"})
        self.assertFalse(self._domains_of(company))

    def test_role_mailbox_makes_no_person(self):
        """A bare corporate number with a department's mailbox is interest, with a person's not."""
        values = {"phone": "0 800 500 500", "company": "Acme"}
        self.assertEqual(
            self._receive(email="lager@acme.example", **values).lead_id.lead_quality, "lead"
        )
        self.env["crm.dedup.mailbox"].create({"name": "Lager@"})
        again = self._receive(email="lager@beta.example", **values | {"phone": "0 800 500 501"})
        self.assertEqual(again.lead_id.lead_quality, "interest")

    def test_words_that_could_never_act_are_refused(self):
        for name, use in (("sales dept", "word"), ("", "name"), ("kyiv.sales", "word")):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self.env["crm.dedup.mailbox"].create({"name": name, "use": use})
        for name, use in (("gmail", "free"), ("a b.com", "free"), ("yahoo.com", "brand")):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self.env["crm.dedup.domain"].create({"name": name, "use": use})

    def test_shipped_words_are_archived_not_deleted(self):
        with self.assertRaises(UserError):
            self._domain("gmail.com").unlink()

    def test_note_renews_nothing(self):
        """A remark for colleagues does not search the customers."""
        row = self._domain("gmail.com")
        row.note = "first"
        self.env.flush_all()
        with self.assertQueryCount(1):
            row.note = "second"
            self.env.flush_all()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_roles(self):
        """Salespeople see the lists, administrators of sales change them."""
        for model in ("crm.dedup.domain", "crm.dedup.mailbox"):
            row = self.env[model].search([], limit=1)
            for user in (self.user_sales_salesman, self.user_leader, self.user_sales_leads):
                mine = row.with_user(user)
                self.assertTrue(mine.has_access("read"))
                with self.assertRaises(AccessError):
                    mine.active = False
            row.with_user(self.user_sales_manager).active = False
