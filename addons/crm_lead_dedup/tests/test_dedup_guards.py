# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_lead_dedup.models.crm_dedup_guarded_mixin import (
    UNGUARDED,
    CrmDedupGuardedMixin,
)

from .desk import DeskCommon

PHONE = "+380501234567"


class GuardCommon(DeskCommon):
    """A colleague's card, and a salesperson who types as on a screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls._create_lead(
            name="Secret deal",
            contact_name="Olha Shevchenko",
            phone=PHONE,
            email_from="olha@romashka.example",
        )
        cls.guards = cls.env["crm.dedup.guard"]

    def _guard(self, **values):
        return self.guards.create({"name": "Rule", "probability": 0.8, "action": "block", **values})

    def _typing(self, scopes=("screen", "api")):
        """As if what is called came from a screen, without the request's own log."""
        self.logged = []
        self.startPatcher(
            patch.object(
                CrmDedupGuardedMixin,
                "_dedup_guard_scopes",
                lambda model: () if model.env.su else scopes,
            )
        )
        self.startPatcher(
            patch.object(
                CrmDedupGuardedMixin,
                "_dedup_log_prevented",
                lambda _model, findings: self.logged.extend(each.card for each in findings),
            )
        )

    def _type(self, **values):
        """Create a lead as the salesperson."""
        values = {"name": "Typed", "contact_name": "Olha Shevchenko", "phone": PHONE, **values}
        return self.env["crm.lead"].with_user(self.user_sales_salesman).create(values)


@tagged("post_install", "-at_install")
class TestGuards(GuardCommon):
    """Nothing is refused but what a rule refuses."""

    def test_never_without_a_rule(self):
        """Out of the box all examples are switched off."""
        self._typing()
        self.assertTrue(self.guards.with_context(active_test=False).search_count([]))
        self.assertFalse(self.guards.search([]))
        self.assertTrue(self._type())

    def test_refused(self):
        """Says who is in charge and what to do, and nothing of the card itself."""
        self._guard(message="Hand it over to {who}.")
        self._typing()
        with self.assertRaises(UserError) as caught:
            self._type()
        text = str(caught.exception)
        self.assertIn(f"In charge: {self.user_sales_leads.name}", text)
        self.assertIn(f"Hand it over to {self.user_sales_leads.name}.", text)
        self.assertNotIn("Secret deal", text)
        self.assertEqual(self.logged, [("crm.lead", self.card.id)])

    def test_readable_card_is_named(self):
        """Who may read the card is told which one it is."""
        self._guard()
        self._typing()
        with self.assertRaisesRegex(UserError, "Secret deal"):
            self.env["crm.lead"].with_user(self.user_sales_manager).create(
                {"name": "Typed", "contact_name": "Olha Shevchenko", "phone": PHONE}
            )

    def test_warning_only(self):
        """A rule that warns lets everything pass."""
        self._guard(action="warn")
        self._typing()
        self.assertTrue(self._type())

    def test_conditions(self):
        """Each condition of a rule by itself."""
        passing = [
            {"probability": 1.0},
            {"group_ids": self.env.ref("sales_team.group_sale_manager").ids},
            {"on_leads": False},
            {"company_id": self.other_company.id},
        ]
        self._typing()
        for values in passing:
            with self.subTest(values=values):
                guard = self._guard(**values)
                self.assertTrue(self._type())
                guard.unlink()

    def test_own_cards(self):
        """One's own and nobody's cards do not count, unless the rule says so."""
        self.card.user_id = self.user_sales_salesman
        guard = self._guard()
        self._typing()
        self._type().sudo().unlink()
        guard.only_others = False
        with self.assertRaises(UserError):
            self._type()

    def test_open_deal(self):
        """Only while the colleague has a deal that moves."""
        guard = self._guard(open_deal_days=30)
        self._typing()
        self.card.date_last_stage_update = "2020-01-01 10:00:00"
        self._type().sudo().unlink()
        guard.open_deal_days = 100_000
        with self.assertRaises(UserError):
            self._type()
        self.card.action_set_lost()
        self.assertTrue(self._type())

    def test_open_deal_of_a_customer(self):
        """The customer's card counts while a colleague has a deal with him."""
        customer = self._create_partner(
            name="Petro Bondar", phone="+380671112233", user_id=self.user_sales_leads.id
        )
        self._guard(open_deal_days=30)
        self._typing()
        typed = {"contact_name": "Petro Bondar", "phone": "+380671112233"}
        self._type(**typed).sudo().unlink()
        self._create_lead(name="Deal", partner_id=customer.id)
        with self.assertRaises(UserError):
            self._type(**typed)

    def test_colleague_at_the_company(self):
        """By the company alone, whoever the person is (story 2)."""
        self._guard(subject="company")
        self._typing()
        with self.assertRaisesRegex(UserError, "works with this company"):
            self._type(contact_name="Ivan", phone=False, email_from="ivan@romashka.example")
        self.assertTrue(self._type(contact_name="Ivan", phone=False))

    def test_writing(self):
        """A change is refused when it makes a second card, and only then."""
        lead = self._type(contact_name="Ivan Franko", phone=False)
        self._guard()
        self._typing()
        olha = {"contact_name": "Olha Shevchenko", "phone": PHONE}
        with self.assertRaises(UserError), self.env.cr.savepoint():
            lead.write(olha)
        lead.write({"name": "Another title", "phone": "+380509998877"})
        lead.sudo().write(olha)
        lead.email_from = "olha.home@x.example"
        self.assertEqual(lead.email_from, "olha.home@x.example")

    def test_never_refused(self):
        """Superuser, intake, and code that writes in a person's name."""
        self._guard()
        self._typing()
        self.assertTrue(self.env["crm.lead"].create({"name": "x", "phone": PHONE}))
        request = self._receive(self.door, phone="050 123 45 67", name="Olha Shevchenko")
        self.assertTrue(request.lead_id)

    def test_scopes(self):
        """What nobody types has no scope at all: no request, no screen."""
        model = self.env["crm.lead"].with_user(self.user_sales_salesman)
        self.assertEqual(model._dedup_guard_scopes(), ())
        self.assertEqual(model.sudo()._dedup_guard_scopes(), ())

    def test_programs(self):
        """Programs are refused by rules that say so."""
        guard = self._guard()
        self._typing(scopes=("api",))
        self._type().sudo().unlink()
        guard.scope = "api"
        with self.assertRaises(UserError):
            self._type()

    def test_customers(self):
        """Contacts are guarded as leads are."""
        self._create_partner(
            name="Petro Bondar", phone="+380671112233", user_id=self.user_sales_leads.id
        )
        self._guard(on_leads=False)
        self._typing()
        partners = self.env["res.partner"].with_user(self.user_sales_salesman)
        with self.assertRaises(UserError):
            partners.create({"name": "Bondar Petro", "phone": "067 111 22 33"})

    def test_costs_nothing_without_rules(self):
        """As many queries with the guard as without it."""
        self._typing()
        counts = []
        for scopes in (("screen", "api"), (), ("screen", "api"), ()):
            self._typing(scopes)
            before = self.env.cr.sql_log_count
            self._type(contact_name="Zyx Wvut", phone=False)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[2], counts[3])

    def test_batch(self):
        """A guarded batch of 20 asks as often as one of 2."""
        self._guard(probability=1.0)
        self._typing()
        counts = []
        for size in (2, 2, 20):
            values = [{"contact_name": f"P {size} {n}", "name": "x"} for n in range(size)]
            leads = self.env["crm.lead"].with_user(self.user_sales_salesman).create(values)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            leads._dedup_findings(self.guards.search([]))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
class TestGuardRoles(GuardCommon):
    """Who sees and changes the rules."""

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_roles(self):
        """Salespeople read, administrators of sales change, each in the own company."""
        guard = self._guard()
        foreign = self._guard(company_id=self.other_company.id)
        for user in (self.user_sales_salesman, self.user_leader, self.user_sales_leads):
            with self.subTest(user=user.login):
                self.assertTrue(guard.with_user(user).has_access("read"))
                self.assertFalse(foreign.with_user(user).has_access("read"))
                self.assertFalse(guard.with_user(user).has_access("write"))
        self.assertTrue(guard.with_user(self.user_sales_manager).has_access("write"))
        employee = self._create_user("guard_employee", "base.group_user")
        with self.assertRaises(AccessError):
            guard.with_user(employee).read(["name"])

    def test_sentinel(self):
        """Only code in this process can switch the rules off: the mark cannot be sent."""
        self.assertIs(type(UNGUARDED), object)
