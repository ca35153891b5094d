# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.tests import tagged

from .common import STARTED, TelephonyCommon


@tagged("post_install", "-at_install")
class TestIngest(TelephonyCommon):
    """Call states become calls: each once, never backwards, at a constant number of queries."""

    def test_a_call_from_ring_to_end(self):
        """One row, filled as more is known."""
        call = self._ingest(self._state())
        self.assertEqual(
            (call.state, call.direction, call.disposition), ("ringing", "incoming", False)
        )
        self.assertEqual(call.customer_number, "+380671112233")
        self.assertEqual(call.line, "380442003040")
        self.assertEqual(call.user_id, self.user_sales_leads)
        self.assertEqual(self._ingest(self._ended()), call)
        self.assertEqual((call.state, call.disposition), ("ended", "answered"))
        self.assertEqual((call.wait_seconds, call.talk_seconds), (4, 31))
        self.assertEqual(call.answered_at.timestamp(), STARTED + 4)
        self.assertEqual(call.ended_at.timestamp(), STARTED + 35)
        leg = call.leg_ids
        self.assertEqual((leg.number, leg.talk_seconds, leg.user_id), ("101", 31, call.user_id))

    def test_old_and_repeated_states_are_no_news(self):
        """A version counts once, whatever it says."""
        call = self._ingest(self._state(version=2))
        self.assertFalse(self._ingest(self._state(version=2, caller="0509998877")))
        self.assertFalse(self._ingest(self._state(version=1, caller="0509998877")))
        self.assertEqual(call.customer_number, "+380671112233")

    def test_an_ended_call_never_goes_on(self):
        """A higher version may only refine it."""
        call = self._ingest(self._ended(version=3, disposition=None))
        self.assertFalse(self._ingest(self._state(version=9)))
        self.assertEqual(call.state, "ended")
        self._ingest(self._ended(version=10, recording="in-1.wav"))
        self.assertEqual((call.disposition, call.sudo().recording_ref), ("answered", "in-1.wav"))
        self._ingest(self._ended(version=11, disposition=None))
        self.assertEqual((call.disposition, call.version), ("answered", 11))

    def test_the_newest_of_a_batch_wins(self):
        """In whatever order a batch tells it."""
        call = self._ingest(self._ended(version=3), self._state(version=1), self._state(version=2))
        self.assertEqual((len(call), call.state, call.version), (1, "ended", 3))

    def test_equal_ids_of_two_pbxs_are_two_calls(self):
        """Of two providers, and of two PBXs behind one bridge."""
        other = self._create_provider()
        calls = self._ingest(self._state(pbx="north"), self._state(pbx="south"))
        calls |= self._ingest(self._state(), provider=other)
        self.assertEqual(len(calls), 3)

    def test_a_transferred_consultation_becomes_part_of_its_call(self):
        """What people wrote moves over, and late words do not bring it back."""
        consultation = self._ingest(self._state("2.1", direction="internal", caller="101"))
        consultation.note = "Asked about the discount"
        call = self._ingest(self._ended("1.1", absorbed=["2.1"]))
        self.assertFalse(consultation.exists())
        self.assertEqual(call.note, "Asked about the discount")
        self.assertFalse(self._ingest(self._ended("2.1", version=9)))
        self.assertEqual(self.calls.search_count([("provider_id", "=", self.provider.id)]), 1)

    def test_people(self):
        """Who answered, who called, who alone was rung; extensions of nobody are logged too."""
        missed = self._ended("1", disposition="missed", answered_by=None, legs=[self._leg("102")])
        group = self._ended(
            "2", disposition="missed", answered_by=None, legs=[self._leg("101"), self._leg("102")]
        )
        made = self._ended("3", direction="outgoing", caller="102", called="0671112233")
        nobody = self._ended("4", answered_by="103", legs=[self._leg("103")])
        stranger = self._ended("5", answered_by="777", legs=[self._leg("777")])
        calls = self._ingest(missed, group, {**made, "answered_by": None}, nobody, stranger)
        self.assertEqual(
            calls.mapped(lambda call: call.user_id.login or ""),
            [self.user_sales_salesman.login, "", self.user_sales_salesman.login, "", ""],
        )
        self.assertEqual(calls[3].extension_id, self.phone_3)
        self.assertEqual((calls[4].answered_by, calls[4].leg_ids.number), ("777", "777"))

    def test_the_line_says_which_team(self):
        """A queue or line of the number that was dialled."""
        line = self.env["telephony.queue"].create(
            {
                "name": "Shop",
                "provider_id": self.provider.id,
                "kind": "line",
                "number": "380442003040",
                "team_id": self.sales_team_1.id,
            }
        )
        call = self._ingest(self._state())
        self.assertEqual((call.queue_id, call.team_id), (line, self.sales_team_1))

    def test_what_a_person_decided_stays(self):
        """A later state does not put another customer in the place of the one chosen."""
        wrong, right = self._create_partner(phone="0671112233"), self._create_partner()
        call = self._ingest(self._state())
        self.assertEqual(call.partner_id, wrong)
        call.partner_id = right
        self._ingest(self._ended())
        self.assertEqual(call.partner_id, right)

    def _queries(self, count, number):
        """How many queries a batch of new calls costs that ring at a phone."""
        first = f"{count}-{number}"
        states = [
            self._state(f"{first}-{one}", caller=f"067{one:07}", legs=[self._leg(number)])
            for one in range(count)
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        self.assertEqual(len(self._ingest(*states)), count)
        self.env.flush_all()
        self.env.cr.precommit.run()
        return self.cr.sql_log_count - start

    def test_as_many_queries_for_few_as_for_many(self):
        """Ten states cost as many queries as two hundred; with callers to recognise."""
        self._create_partner(phone="0671112233")
        self._queries(3, "103")
        few, many = self._queries(10, "103"), self._queries(200, "103")
        self.assertEqual(few, many)
        self.assertLessEqual(many, 20)
        # With cards: core stores a hundred messages at a time.
        few, many = self._queries(10, "101"), self._queries(200, "101")
        self.assertEqual(many - few, 1)

    def test_only_those_who_ring_hear_of_it(self):
        """A message to each person whose phone took part, and to nobody else."""
        bus = self.env["bus.bus"].sudo()
        bus.search([]).unlink()
        self._ingest(self._state(legs=[self._leg("101"), self._leg("103")]))
        self.env.cr.precommit.run()
        told = bus.search([])
        self.assertEqual(len(told), 1)
        self.assertIn(f'"res.partner",{self.user_sales_leads.partner_id.id}', told.channel)
        message = json.loads(told.message)
        self.assertEqual(message["type"], "crm_telephony_bridge.call")
        card = message["payload"]
        self.assertEqual((card["state"], card["mine"], card["version"]), ("ringing", True, 1))
        self._ingest(self._ended())
        self.env.cr.precommit.run()
        card = json.loads(bus.search([], order="id desc", limit=1).message)["payload"]
        self.assertEqual((card["state"], card["answered_by_me"]), ("ended", True))

    def test_recovered_calls_pop_up_nowhere(self):
        """What was found in the records is history."""
        bus = self.env["bus.bus"].sudo()
        bus.search([]).unlink()
        self._ingest(self._ended(recovered=True))
        self.env.cr.precommit.run()
        self.assertFalse(bus.search([]))
