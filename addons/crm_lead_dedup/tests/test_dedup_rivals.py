# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .desk import DeskCommon


@tagged("post_install", "-at_install")
class TestRivals(DeskCommon):
    """Who else works with the company of a lead (D9)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["crm.dedup.rival"]
        cls.firm = cls._create_partner(
            name="ТОВ «Ромашка»", is_company=True, email="office@romashka.example"
        )
        cls.deal = cls._create_lead(
            name="Deal of Sales", partner_id=cls.firm.id, user_id=cls.user_sales_leads.id
        )

    def _rivals(self, lead, user=None):
        """What the service tells ``user`` (the salesperson) of a lead."""
        service = self.service.with_user(user or self.user_sales_salesman)
        lead = lead.with_env(service.env)
        [told] = service._told(service._find(service._questions(lead)))
        return told

    def _users(self, lead):
        return [each["user_id"] for each in self._rivals(lead)]

    def test_same_customer(self):
        """A colleague has an open deal with the firm of my contact."""
        contact = self._create_partner(name="Ann", parent_id=self.firm.id)
        [told] = self._rivals(self._own_lead(partner_id=contact.id))
        self.assertEqual(told["user_id"], self.user_sales_leads.id)
        self.assertIn("open deals: 1", told["text"])
        self.assertIn(self.user_sales_leads.name, told["text"])

    def test_signs(self):
        """The firm is known by its mail domain, its site, its tax number and its name."""
        self.firm.vat = "UA12345678"
        signs = {
            "host": {"email_from": "someone@romashka.example"},
            "domain": {"website": "https://www.romashka.example/about"},
            "tax_number": {"vat": "12345678", "country_id": self.ukraine.id},
            "name": {"partner_name": "Romashka LLC"},
        }
        for sign, values in signs.items():
            with self.subTest(sign=sign):
                self.assertEqual(self._users(self._own_lead(**values)), self.user_sales_leads.ids)

    def test_leads_without_customer(self):
        """Two leads of one company, none of them with a customer."""
        self._create_lead(partner_name="Kert és Társa Kft.", user_id=self.user_sales_leads.id)
        [told] = self._rivals(self._own_lead(partner_name="KERT ES TARSA"))
        self.assertIn("of this name", told["text"])

    def test_strangers(self):
        """Free mail, names that say nothing and closed deals are no reason."""
        self._create_lead(email_from="a@gmail.com", partner_name="Test")
        lost = self._create_lead(partner_name="Gone Ltd")
        lost.action_set_lost()
        for values in (
            {"email_from": "b@gmail.com"},
            {"partner_name": "test"},
            {"partner_name": "Gone"},
            {},
        ):
            with self.subTest(values=values):
                self.assertFalse(self._rivals(self._own_lead(**values)))

    def test_own_deals_are_no_rivals(self):
        """Neither my own deals nor those of whoever works on the lead."""
        self.deal.user_id = self.user_sales_salesman
        self.assertFalse(self._rivals(self._own_lead(partner_id=self.firm.id)))

    def test_in_charge_of_the_customer(self):
        """Who is in charge of the firm counts without any deal."""
        self.deal.action_set_lost()
        self.firm.user_id = self.user_leader
        [told] = self._rivals(self._own_lead(email_from="x@romashka.example"))
        self.assertEqual(told["user_id"], self.user_leader.id)
        self.assertIn("in charge of the customer", told["text"])

    def test_rights(self):
        """Name and number for everybody; the deals themselves for those who may read them."""
        lead = self._own_lead(partner_id=self.firm.id)
        [told] = self._rivals(lead)
        self.assertEqual(told["leads"], [])
        self.assertNotIn("Deal of Sales", str(told))
        [told] = self._rivals(lead, self.user_sales_manager)
        self.assertEqual([each["id"] for each in told["leads"]], self.deal.ids)

    def test_other_companies(self):
        """What another company of ours does with the firm is not told."""
        self.deal.write({"company_id": self.other_company.id, "team_id": False,
                         "user_id": self.user_other_company.id})  # fmt: skip
        self.assertFalse(self._rivals(self._own_lead(partner_id=self.firm.id)))

    def test_list_costs_the_same(self):
        """The column of a list: as many queries for 3 leads as for 30."""
        leads = self.env["crm.lead"].concat(
            *(self._own_lead(partner_name=f"Firm {number}", email_from=f"a@firm{number}.example")
              for number in range(30))
        ).with_user(self.user_sales_salesman)  # fmt: skip
        self._create_lead(partner_name="Firm 1")
        self._create_lead(partner_name="Firm 7")
        counts = []
        for batch in (leads[:3], leads[:3], leads):
            self.env.invalidate_all()
            batch.mapped("partner_name")
            before = self.env.cr.sql_log_count
            found = batch.mapped("dedup_rival_user_ids")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(found, self.user_sales_leads)
        self.assertEqual(counts[1], counts[2])

    def test_key_follows_the_name(self):
        """The folded name follows the card, and the cron fills what came by SQL."""
        lead = self._own_lead(partner_name="Kert Kft.").sudo()
        self.assertEqual(lead.dedup_company_key, "kert")
        lead.partner_name = "Virág Zrt."
        self.assertEqual(lead.dedup_company_key, "virag")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET dedup_company_key = NULL, partner_name = 'Хліб ТОВ' WHERE id = %s",
            [lead.id],
        )
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref("crm_lead_dedup.ir_cron_company_key_backfill").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(lead.dedup_company_key, "glib")
