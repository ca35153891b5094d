# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .desk import DeskCommon

PHONE = "+380501234567"
TYPED = {"contact_name": "Шевченко Ольга", "phone": "050 123 45 67"}


class PanelCommon(DeskCommon):
    """The salesperson types on a form; cards are there already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._own_lead(name="Desks", contact_name="Olha Shevchenko", phone=PHONE)
        cls.customer = cls._create_partner(
            name="Olha Shevchenko", phone=PHONE, user_id=cls.user_leader.id
        )

    def _panel(self, user=None):
        return self.env["crm.dedup.panel"].with_user(user or self.user_sales_salesman)

    def _check(self, vals=None, user=None, model="crm.lead", **kwargs):
        return self._panel(user).check(model, TYPED if vals is None else vals, **kwargs)

    def _found(self, card, answer):
        """The line of a card in an answer, None when it is not there."""
        ref = (card._name, card.id)
        lines = {(each["model"], each["id"]): each for each in answer["matches"]}
        return lines.get(ref)


@tagged("post_install", "-at_install")
class TestPanel(PanelCommon):
    """What is told while typing."""

    def test_leads_and_customers(self):
        """Both registers answer, with reasons in words and what can be done."""
        answer = self._check()
        lead, customer = self._found(self.own, answer), self._found(self.customer, answer)
        self.assertEqual((lead["kind"], customer["kind"]), ("opportunity", "customer"))
        reasons = [reason["text"] for reason in customer["reasons"]]
        self.assertIn("same phone", reasons)
        self.assertTrue(any("name" in reason for reason in reasons), reasons)
        self.assertGreater(customer["probability"], 0.9)
        self.assertEqual(customer["in_charge"], self.user_leader.name)
        self.assertEqual(set(lead["can"]), {"open", "attach", "dismiss"})
        self.assertEqual(set(customer["can"]), {"open", "link", "dismiss"})

    def test_kinds(self):
        """Won, lost and archived cards are found, and called so (D2)."""
        won = self._own_lead(contact_name="Olha Shevchenko", phone=PHONE)
        won.action_set_won()
        lost = self._own_lead(contact_name="Olha Shevchenko", phone=PHONE)
        lost.action_set_lost()
        self.customer.active = False
        contact = self._create_partner(
            name="Olha Shevchenko", phone=PHONE, parent_id=self._create_partner(is_company=True).id
        )
        answer = self._check()
        kinds = {
            name: self._found(card, answer)["kind"]
            for name, card in (
                ("won", won), ("lost", lost), ("archived", self.customer), ("contact", contact),
            )
        }  # fmt: skip
        self.assertEqual(kinds, {name: name for name in kinds})

    def test_closed_cards_take_nothing(self):
        """What is typed is not put where nobody looks."""
        self.own.action_set_lost()
        self.assertEqual(set(self._found(self.own, self._check())["can"]), {"open", "dismiss"})

    def test_nothing(self):
        """Quiet when nobody is known."""
        answer = self._check({"contact_name": "Zyx Wvut", "phone": "+380999999999"})
        self.assertEqual(answer, {"matches": [], "colleagues": [], "warnings": []})

    def test_edited_card(self):
        """A saved card does not find itself."""
        answer = self._check({"phone": PHONE, "contact_name": "Olha Shevchenko"},
                             card_id=self.own.id)  # fmt: skip
        self.assertIsNone(self._found(self.own, answer))
        self.assertTrue(self._found(self.customer, answer))

    def test_somebody_elses_card(self):
        """Only that there is one, and who is in charge."""
        self.own.user_id = self.user_sales_leads
        self.own.name = "Secret desks"
        line = self._found(self.own, self._check())
        self.assertFalse(line["readable"])
        self.assertEqual((line["can"], line["in_charge"]), ([], self.user_sales_leads.name))
        self.assertNotIn("Secret", str(line))
        self.assertNotIn("Olha Shevchenko", str(line["reasons"]))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_people_of_sales_only(self):
        """Neither other employees nor outsiders, nor any other model."""
        employee = self._create_user("panel_employee", "base.group_user")
        for user in (employee, self.env.ref("base.public_user")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._check(user=user)
        with self.assertRaises(AccessError):
            self._check(model="res.users")

    def test_other_company(self):
        """Cards of another company are not found by its stranger."""
        self.customer.company_id = self.company
        answer = self._check(user=self.user_other_company)
        self.assertEqual(answer["matches"], [])

    def test_odd_values(self):
        """Whatever a client sends: unknown fields, long texts, wrong types."""
        answer = self._check(
            {**TYPED, "user_id": "x", "country_id": {"id": 1}, "probability": 3,
             "street": "s" * 100_000, "website": ["no"], "nonsense": 1}
        )  # fmt: skip
        self.assertTrue(self._found(self.own, answer))

    def test_colleague_is_told(self):
        """Story 2: who enters the company by hand is warned who works with it."""
        self._create_lead(name="Secret", partner_name="ТОВ «Ромашка»")
        answer = self._check({"partner_name": "Romashka LLC"})
        [colleague] = answer["colleagues"]
        self.assertIn(self.user_sales_leads.name, colleague["text"])
        self.assertNotIn("Secret", str(answer))

    def test_rule_warns_before_saving(self):
        """What a rule will say on saving stands in the panel before."""
        self.env["crm.dedup.guard"].create(
            {"name": "Rule", "probability": 0.8, "action": "block", "message": "Ask {who} first."}
        )
        [warning] = self._check()["warnings"]
        self.assertEqual(warning["action"], "block")
        self.assertIn(f"Ask {self.user_leader.name} first.", warning["text"])

    def test_counted_once(self):
        """A form that shows somebody is counted, a quiet one is not."""
        events = self.env["crm.dedup.event"].search_count
        before = events([("kind", "=", "warned")])
        self._check(log=True)
        self._check({"phone": "+380999999999"}, log=True)
        self._check()
        self.assertEqual(events([("kind", "=", "warned")]), before + 1)

    def test_works_there(self):
        """A person with the firm's mail domain is offered to be its contact (D5)."""
        firm = self._create_partner(
            name="Romashka LLC", is_company=True, email="info@romashka.example",
            website="romashka.example",
        )  # fmt: skip
        answer = self._check(
            {"name": "Ivan Franko", "email": "ivan.franko@romashka.example",
             "company_name": "Romashka LLC", "is_company": False},
            model="res.partner",
        )  # fmt: skip
        self.assertIn("works_at", self._found(firm, answer)["can"])


@tagged("post_install", "-at_install")
class TestPanelHint(PanelCommon):
    """What comes along with a saved card."""

    def _hint(self, card):
        return card.with_user(self.user_sales_salesman).dedup_hint

    def test_saved_card(self):
        """The same answer as while typing."""
        self.assertTrue(self._found(self.customer, self._hint(self.own)))

    def test_new_card(self):
        """An empty form asks nothing."""
        self.assertFalse(self.env["crm.lead"].new({"phone": PHONE}).dedup_hint)

    def test_failing_look_up(self):
        """Nobody is kept from his card; the panel says it could not look."""
        engine = type(self.env["crm.dedup.engine"])
        with (
            patch.object(engine, "find_matches", side_effect=ValueError("broken")),
            mute_logger("odoo.addons.crm_lead_dedup.models.crm_identifier_mixin_panel"),
        ):
            self.assertEqual(self._hint(self.own), {"failed": True})

    def test_batch(self):
        """As many queries for 20 cards as for 4."""
        leads = self.env["crm.lead"].concat(
            *(self._own_lead(contact_name=f"Nobody Number{number}", phone=f"+38050777{number:04}")
              for number in (1, 1, *range(2, 20)))
        ).with_user(self.user_sales_salesman)  # fmt: skip
        counts = []
        for batch in (leads[:4], leads[:4], leads):
            self.env.invalidate_all()
            batch.mapped("phone")
            before = self.env.cr.sql_log_count
            batch.mapped("dedup_hint")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])


@tagged("post_install", "-at_install")
class TestPanelDecisions(PanelCommon):
    """What people decide in the panel."""

    def _match(self):
        return self.env["crm.dedup.match"]._of_pair(self.own, self.customer)

    def test_not_the_same(self):
        """Remembered, not proposed again, shown as such, and taken back."""
        panel = self._panel()
        pair = ("crm.lead", self.own.id, "res.partner", self.customer.id)
        panel.not_same(*pair)
        match = self._match()
        self.assertEqual(
            (match.state, match.decided_by_id), ("dismissed", self.user_sales_salesman)
        )
        hint = self.own.with_user(self.user_sales_salesman).dedup_hint
        self.assertIsNone(self._found(self.customer, hint))
        [dismissed] = hint["dismissed"]
        self.assertEqual((dismissed["model"], dismissed["id"]), ("res.partner", self.customer.id))
        self.own.invalidate_recordset()
        panel.undo_not_same(*pair)
        self.assertEqual(match.state, "candidate")
        hint = self.own.with_user(self.user_sales_salesman).dedup_hint
        self.assertTrue(self._found(self.customer, hint))

    def test_said_before_saving(self):
        """What was said of a form is kept with the card it becomes."""
        leads = self.env["crm.lead"].with_user(self.user_sales_salesman)
        lead = leads.create(
            {"name": "New", **TYPED, "dedup_not_same": [["res.partner", self.customer.id]]}
        )
        match = self.env["crm.dedup.match"]._of_pair(lead, self.customer)
        self.assertEqual(match.state, "dismissed")
        self.assertGreater(match.probability, 0.5)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_not_of_other_peoples_cards(self):
        """Neither for a card one may not change nor of one that one may not read."""
        self.own.user_id = self.user_sales_leads
        mine = self._own_lead(**TYPED)
        for card, other in ((self.own, self.customer), (mine, self.own)):
            with self.subTest(card=card), self.assertRaises(AccessError):
                self._panel().not_same(card._name, card.id, other._name, other.id)

    def test_add_to_a_lead(self):
        """A request entered by hand, new phones and e-mails learnt, a note; no second lead."""
        count = self.env["crm.lead"].search_count([])
        vals = {**TYPED, "name": "Chairs too", "email_from": "olha@home.example",
                "description": "<p>Red <b>ones</b></p>"}  # fmt: skip
        action = self._panel().attach("crm.lead", vals, self.own.id)
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", self.own.id))
        self.assertEqual(self.env["crm.lead"].search_count([]), count)
        request = self.own.request_ids.sorted("id")[-1]
        self.assertEqual((request.channel, request.result), ("manual", "attached"))
        self.assertIn("olha@home.example", self._keys(self.own))
        self.assertIn("Red", self._notes(self.own))
        self.assertIn("Chairs too", self._notes(self.own))

    def test_add_to_a_customer(self):
        """Further phones are kept, a note says what was typed, and it is counted."""
        vals = {"name": "Olha S.", "phone": "067 111 22 33; 050 123 45 67", "city": "Lviv"}
        user = self.user_sales_manager
        self._panel(user).attach("res.partner", vals, self.customer.id)
        self.assertEqual(self._keys(self.customer), {PHONE, "+380671112233"})
        self.assertIn("Lviv", self._notes(self.customer))
        event = self.env["crm.dedup.event"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((event.kind, event.user_id), ("prevented", user))

    def test_person_in_charge_is_told(self):
        """A colleague who may change the card adds to it: its person gets a task."""
        self._panel(self.user_sales_manager).attach("crm.lead", TYPED, self.own.id)
        self.assertEqual(self.own.activity_ids.user_id, self.user_sales_salesman)
        other = self._own_lead(contact_name="Petro Bondar", phone="+380671112233")
        self._panel().attach("crm.lead", {"phone": "067 111 22 33"}, other.id)
        self.assertFalse(other.activity_ids)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_not_to_other_peoples_cards(self):
        """What one may not change gets nothing added."""
        self.own.user_id = self.user_sales_leads
        with self.assertRaises(AccessError):
            self._panel().attach("crm.lead", TYPED, self.own.id)

    def test_link(self):
        """The lead belongs to the customer and keeps its own phone."""
        self.own.phone = "+380509998877"
        self._panel().link("crm.lead", self.own.id, "res.partner", self.customer.id)
        self.assertEqual(self.own.partner_id, self.customer)
        self.assertIn("+380509998877", self._keys(self.own) | self._keys(self.customer))
