# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .cards import CardCommon


@tagged("post_install", "-at_install")
class TestCallCard(CardCommon):
    """T1: whose browser shows a card, and to whom nothing is told."""

    def _told(self, work, *args, **values):
        """{partner: message} of what a state tells."""
        with self._bus() as told:
            call = work(*args, **values)
        cards = [one for one in told if one[1] == "crm_telephony_bridge.call"]
        return call, {target: message for target, _type, message in cards}

    def test_only_the_called_hear_of_it(self):
        """By their own channel; the message names nobody."""
        self._create_partner(name="Olha", phone="0671112233")
        _call, told = self._told(self._ring, ("102", "101"))
        self.assertEqual(set(told), {self.agent.partner_id, self.colleague.partner_id})
        card = told[self.agent.partner_id]
        self.assertTrue(card["mine"])
        self.assertEqual((card["state"], card["direction"]), ("ringing", "incoming"))
        self.assertEqual(card["formatted"], "+380 67 111 2233")
        self.assertEqual(card["line"], "+380 44 200 3040")
        self.assertNotIn("people", card)
        self.assertNotIn("Olha", str(card))

    def test_a_colleague_answers(self):
        """The others hear by whom, their card closes."""
        call = self._ring(("102", "101"))
        _call, told = self._told(self._answer, call, "101")
        mine, his = told[self.agent.partner_id], told[self.colleague.partner_id]
        self.assertFalse(mine["answered_by_me"])
        self.assertEqual(mine["answered_by"], self.colleague.name)
        self.assertTrue(his["answered_by_me"])
        self.assertTrue(his["answered"])

    def test_missed(self):
        """Nobody answered: the card says so."""
        _call, told = self._told(self._end, self._ring(), "missed")
        card = told[self.agent.partner_id]
        self.assertEqual((card["state"], card["disposition"]), ("ended", "missed"))
        self.assertEqual((card["answered_by_me"], card["answered_by"]), (False, None))

    def test_answered_and_over(self):
        """The card asks what came of it; that of nobody else."""
        call = self._ring(("102", "101"))
        self._answer(call)
        _call, told = self._told(self._end, call)
        self.assertEqual(told[self.agent.partner_id]["finish"], "open")
        self.assertIsNone(told[self.colleague.partner_id]["finish"])

    def test_no_card_for_the_past(self):
        """What was recovered, is internal or waited long in a bridge pops up nowhere."""
        for values in (
            {"recovered": True},
            {"direction": "internal", "caller": "102", "called": "101"},
            {"started": time.time() - 5 * 3600},
            {"state": "ended", "disposition": "missed", "ended": time.time() - 3600},
        ):
            with self.subTest(**values):
                self.assertFalse(self._told(self._ring, **values)[1])

    def test_the_pbx_clock_is_ahead(self):
        """Times are told by our clock, so that the browser counts right."""
        self.provider.clock_skew = 3600
        _call, told = self._told(self._ring, started=time.time() + 3540)
        card = told[self.agent.partner_id]
        self.assertAlmostEqual(card["since"] - card["started"], 60, delta=2)

    def test_queries_do_not_grow(self):
        """One ringing call or fifty, telling it costs the same."""
        self._create_partner(name="Olha", phone="0671112233")

        def cost(count, first):
            now = time.time()
            states = [
                self._state(f"{first}.{number}", started=now, legs=[self._leg("102", began=now)])
                for number in range(count)
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self._bus() as told:
                self._ingest(*states)
            self.assertEqual(len(told), count)
            return self.env.cr.sql_log_count - before

        cost(1, "warm")
        self.assertEqual(cost(2, "few"), cost(50, "many"))


@tagged("post_install", "-at_install")
class TestCallCardContent(CardCommon):
    """T1: what the card says, as far as the one who is called may see it."""

    def _card(self, call, user=None):
        return self.env["telephony.call"].with_user(user or self.agent).call_card(call.id)

    def test_unknown_number(self):
        """Only a number, and what can be made of it."""
        card = self._card(self._ring())
        self.assertEqual((card["people"], card["head"]), ([], None))
        self.assertEqual(card["formatted"], "+380 67 111 2233")
        self.assertTrue(card["results"])

    def test_hidden_number(self):
        """A card all the same."""
        card = self._card(self._ring(caller="anonymous"))
        self.assertEqual((card["number"], card["formatted"], card["people"]), (None, None, []))

    def test_client_with_deal(self):
        """Name, company, deals, last contact and next activity, who is in charge."""
        company = self._create_partner(name="Svitanok", is_company=True)
        olha = self._create_partner(
            name="Olha", parent_id=company.id, function="Buyer", phone="0671112233"
        )
        deal = self._create_lead(
            name="Desks", partner_id=olha.id, user_id=self.agent.id, expected_revenue=900
        )
        deal.activity_schedule(
            "mail.mail_activity_data_call",
            summary="Ask for the drawing",
            date_deadline=fields.Date.today() - timedelta(days=2),
            user_id=self.agent.id,
        )
        before = self._ring()
        before.started_at = fields.Datetime.now() - timedelta(days=3)
        card = self._card(self._ring())
        person, head = card["people"][0], card["head"]
        self.assertEqual(
            (person["name"], person["company"], person["role"]), ("Olha", "Svitanok", "Buyer")
        )
        self.assertEqual(len(card["people"]), 1)
        self.assertEqual([one["name"] for one in head["deals"]], ["Desks"])
        self.assertEqual(head["in_charge"], self.agent.name)
        self.assertEqual(head["last_contact"]["at"], fields.Datetime.to_string(before.started_at))
        self.assertEqual(head["next_activity"]["summary"], "Ask for the drawing")
        self.assertTrue(head["next_activity"]["overdue"])
        self.assertEqual((head["turnover"], head["debt"]), (None, None))

    def test_a_letter_is_a_contact_too(self):
        """The later of call and letter counts."""
        olha = self._create_partner(name="Olha", phone="0671112233")
        olha.message_post(body="Hello", message_type="email", author_id=olha.id)
        head = self._card(self._ring())["head"]
        self.assertIn("Olha", head["last_contact"]["kind"])

    def test_several_owners(self):
        """All are shown, the one with an open deal first."""
        self._create_partner(name="Brother", phone="0671112233")
        buyer = self._create_partner(name="Buyer", phone="0671112233")
        self._create_lead(partner_id=buyer.id, user_id=self.agent.id)
        self._create_partner(name="Sister", phone="0671112233")
        names = [person["name"] for person in self._card(self._ring())["people"]]
        self.assertEqual(names[0], "Buyer")
        self.assertEqual(set(names), {"Buyer", "Brother", "Sister"})

    def test_a_colleague_s_lead(self):
        """Whose it is, and nothing else."""
        self._create_lead(name="Secret plan", contact_name="Petro", phone="0671112233")
        call = self._ring(("102", "101"))
        card = self._card(call)
        self.assertFalse(card["people"][0]["readable"])
        self.assertEqual(card["people"][0]["in_charge"], self.colleague.name)
        self.assertNotIn("Petro", str(card))
        self.assertNotIn("Secret", str(card))
        self.assertIn("Petro", str(self._card(call, self.colleague)))

    def test_who_was_not_called_sees_no_card(self):
        """Nor by asking for it."""
        with self.assertRaises(AccessError):
            self._card(self._ring(("101",)))

    def test_rings_in_any_of_ones_companies(self):
        """Also when the browser shows another one."""
        other = self.env["res.company"].create({"name": "Other"})
        self.agent.company_ids |= other
        call = self._ring()
        model = self.env["telephony.call"].with_user(self.agent)
        card = model.with_context(allowed_company_ids=other.ids).call_card(call.id)
        self.assertEqual(card["call_id"], call.id)

    def test_reload(self):
        """Live calls and the one just had are shown again, others' are not."""
        mine, other, had = self._ring(), self._ring(("101",)), self._ring()
        self._answer(had)
        self._end(had)
        cards = self.env["telephony.call"].with_user(self.agent).open_cards()["cards"]
        self.assertEqual({card["call_id"] for card in cards}, {mine.id, had.id})
        self.assertNotIn(other.id, {card["call_id"] for card in cards})

    def test_budget_of_the_card(self):
        """A glance at a client with many deals costs no more than at one with few."""

        def cost(deals, number):
            partner = self._create_partner(phone=f"06711122{number}")
            for _deal in range(deals):
                self._create_lead(partner_id=partner.id, user_id=self.agent.id)
            call = self._ring(caller=f"06711122{number}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(self._card(call)["head"]["deals"])
            return self.env.cr.sql_log_count - before

        cost(2, 10)
        self.assertEqual(cost(2, 11), cost(30, 12))
        self.assertLessEqual(cost(30, 13), 45)


@tagged("post_install", "-at_install")
class TestCallCardOutsider(CardCommon):
    """What DEVELOP.md promises to add-ons that know a client's money."""

    def test_turnover_and_debt(self):
        """One method to extend; the card shows what it returns."""
        model = self.env.registry["telephony.call"]
        original = model._call_card_head

        def head(call, partner, lead):
            known = original(call, partner, lead)
            return known and {**known, "turnover": 1200.0, "debt": 300.0}

        self.patch(model, "_call_card_head", head)
        desk = self.env["telephony.call"].with_user(self.agent)
        self.assertIsNone(desk.call_card(self._ring().id)["head"])
        self._create_partner(phone="0671112233")
        known = desk.call_card(self._ring().id)["head"]
        self.assertEqual((known["turnover"], known["debt"]), (1200.0, 300.0))
