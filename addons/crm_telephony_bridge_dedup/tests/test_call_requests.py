# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import STRANGER, CallRequestCommon

SILENCED = "odoo.addons.crm_telephony_bridge.models.telephony_call_pending"


@tagged("post_install", "-at_install")
class TestCallRequests(CallRequestCommon):
    """A call is a request like any other."""

    def _count(self):
        """Requests that came by calls of the provider."""
        return self.env["crm.request"].search_count([("idempotency_key", "like", ":call:")])

    def test_unknown_caller_becomes_a_lead(self):
        """Of whoever took the call; he is not told of what he knows."""
        call = self._called(self._ended())
        request = call.request_id
        self.assertEqual((request.channel, request.result), ("call", "new"))
        self.assertEqual(request.received_at, call.started_at)
        self.assertEqual(call.lead_id, request.lead_id)
        self.assertRecordValues(
            call.lead_id,
            [
                {
                    "phone": "+380 67 111 2233",
                    "user_id": self.user_sales_leads.id,
                    "company_id": self.company.id,
                    "partner_id": False,
                    "medium_id": self.env.ref("utm.utm_medium_phone").id,
                }
            ],
        )
        self.assertEqual(call.lead_id.name, "Call from +380 67 111 2233")
        self.assertIn(STRANGER, call.lead_id.identifier_ids.mapped("key"))
        self.assertFalse(call.lead_id.activity_ids)
        self.assertFalse(call.lead_id.message_ids.notified_partner_ids)

    def test_second_call_is_on_the_same_card(self):
        first = self._called(self._ended("1"))
        second = self._called(self._ended("2"))
        self.assertEqual(second.request_id.result, "attached")
        self.assertEqual(second.lead_id, first.lead_id)
        both = self._called(self._ended("3", caller="0509"), self._ended("4", caller="0509998877"))
        self.assertEqual(both.mapped(lambda call: bool(call.lead_id)), [False, True])

    def test_two_calls_of_one_batch_make_one_lead(self):
        calls = self._called(self._ended("1"), self._ended("2"))
        self.assertEqual(len(calls.request_id), 2)
        self.assertEqual(len(calls.lead_id), 1)

    def test_known_customer_attaches_to_the_open_card(self):
        partner = self._create_partner(phone="067 111 22 33")
        deal = self._create_lead(partner_id=partner.id, user_id=self.user_sales_salesman.id)
        call = self._called(self._ended())
        self.assertEqual((call.lead_id, call.partner_id), (deal, partner))
        self.assertEqual(call.request_id.result, "attached")
        # Somebody else took the call: who is in charge hears of it, and has nothing to answer.
        self.assertIn(self.user_sales_salesman.partner_id, deal.message_ids.notified_partner_ids)
        self.assertFalse(deal.activity_ids)

    def test_customer_without_open_card_stays_with_his_salesperson(self):
        partner = self._create_partner(phone="067 111 22 33", user_id=self.user_sales_salesman.id)
        call = self._called(self._ended())
        self.assertEqual(call.request_id.result, "customer")
        self.assertEqual(call.lead_id.partner_id, partner)
        self.assertEqual(call.lead_id.user_id, self.user_sales_salesman)

    def test_no_request_while_it_rings_nor_of_what_is_none(self):
        """Ringing, hidden, internal, outgoing calls; those of colleagues; imported ones."""
        self.user_sales_manager.partner_id.phone = "+380509990011"
        calls = self._called(
            self._state("rings"),
            self._ended("hidden", caller=None),
            self._ended("short", caller="0800"),
            self._ended("made", direction="outgoing", caller="101", called="0671112233"),
            self._ended("inside", direction="internal", caller="101", called="102"),
            self._ended("failed", disposition="failed", caller="0671112255"),
            self._ended("colleague", caller="0509990011"),
        )
        self.assertEqual(len(calls), 7)
        self.assertFalse(calls.request_id)
        silent = self.calls.with_context(telephony_silent=True)
        silent._ingest(self.provider, [self._ended("old", caller="0671112244")])
        self._run()
        self.assertFalse(self.calls.search([("external_id", "=", "old")]).request_id)

    def test_which_calls_the_provider_wants(self):
        known = self._create_partner(phone="0501112200")
        wanted = {
            "none": set(),
            "known": {"known"},
            "missed": {"known", "missed"},
            "all": {"known", "missed", "new"},
        }
        for number, (setting, expected) in enumerate(wanted.items()):
            self.provider.request_calls = setting
            calls = self._called(
                self._ended(f"known {number}", caller=known.phone),
                self._missed(f"missed {number}", caller=f"067111000{number}"),
                self._ended(f"new {number}", caller=f"067222000{number}"),
            )
            made = calls.filtered("request_id").mapped("external_id")
            self.assertEqual({one.split()[0] for one in made}, expected, setting)

    def test_repeated_delivery_is_one_request(self):
        call = self._called(self._ended(version=3))
        request = call.request_id
        self._called(self._ended(version=3))
        self._called(self._ended(version=4, recording="in-1.wav"))
        self.assertEqual(call.request_id, request)
        # Killed between the two: the call waits again, and finds its request.
        call.write({"request_id": False, "request_pending": True})
        self._run()
        self.assertEqual(call.request_id, request)
        self.assertEqual(self._count(), 1)

    def test_absorbed_call_hands_its_request_over(self):
        part = self._called(self._ended("2.1"))
        request = part.request_id
        whole = self._called(self._ended("1.1", absorbed=["2.1"]))
        self.assertFalse(part.exists())
        self.assertEqual(whole.request_id, request)
        self.assertEqual(self._count(), 1)

    def test_absorbed_before_the_cron(self):
        self._ingest(self._ended("2.1"))
        whole = self._called(self._ended("1.1", absorbed=["2.1"]))
        self.assertTrue(whole.request_id)
        self.assertEqual(self._count(), 1)

    def test_activity_of_a_missed_call_moves_to_the_new_lead(self):
        self.provider.call_back_user_id = self.user_sales_manager
        call = self._ingest(self._missed())
        call._cron_call_back()
        activity = call.call_back_activity_id
        self.assertFalse(activity.res_model_id)
        self._run()
        self.assertEqual((activity.res_model, activity.res_id), ("crm.lead", call.lead_id.id))
        self.env.invalidate_all()
        self.assertEqual(call.lead_id.activity_ids, activity)

    def test_two_companies(self):
        """Another company's customer is nobody here."""
        self._create_lead(phone="067 111 22 33")
        other = self.env["res.company"].create({"name": "Other", "country_id": self.ukraine.id})
        abroad = self._create_provider(company_id=other.id)
        call = self._called(self._ended(), provider=abroad)
        self.assertEqual(call.request_id.result, "new")
        self.assertEqual((call.request_id.company_id, call.lead_id.company_id), (other, other))

    def test_source_and_queue(self):
        source = self.env["crm.intake.source"].create(
            {"name": "Hot line", "company_id": self.company.id, "team_id": self.sales_team_1.id}
        )
        self.provider.request_source_id = source
        call = self._called(self._missed())
        self.assertEqual(call.request_id.source_id, source)
        self.assertEqual(call.lead_id.team_id, self.sales_team_1)

    def test_request_filed_elsewhere_takes_the_call_along(self):
        call = self._called(self._ended())
        other = self._create_lead()
        call.request_id.write({"lead_id": other.id})
        self.assertEqual(call.lead_id, other)

    def test_one_that_fails_does_not_hold_up_others(self):
        broken = type(self.calls)._prepare_request

        def fail(call):
            if call.external_id == "1":
                raise ValueError("broken")
            return broken(call)

        calls = self._ingest(self._ended("1"), self._ended("2", caller="0671112244"))
        with (
            patch.object(type(self.calls), "_prepare_request", fail),
            mute_logger(SILENCED),
        ):
            self._run()
        self.assertEqual(calls.mapped("request_pending"), [False, False])
        self.assertEqual(calls.mapped(lambda call: bool(call.lead_id)), [False, True])

    def test_conflict_begins_again(self):
        """Another worker received the same person: nothing is given up."""
        call = self._ingest(self._ended())
        tries = []
        real = type(self.calls)._make_requests

        def first_refused(calls):
            tries.append(calls)
            if len(tries) == 1:
                raise SerializationFailure
            return real(calls)

        with (
            patch.object(type(self.calls), "_make_requests", first_refused),
            patch.object(self.env.cr, "rollback"),
        ):
            self._run()
        self.assertEqual(len(tries), 2)
        self.assertTrue(call.request_id)

    def test_queries_do_not_grow_with_the_batch(self):
        """Neither those of the delivery nor those of the requests; known callers and others.

        Nobody is told here: of each message in an inbox core asks one question of its own.
        """

        def told(count, start):
            numbers = [f"06711{start}{n:03d}" for n in range(count)]
            for number in numbers[::2]:
                partner = self._create_partner(phone=number)
                self._create_lead(partner_id=partner.id, user_id=self.user_sales_leads.id)
            states = [self._ended(number, caller=number) for number in numbers]
            self.env.flush_all()
            self.env.invalidate_all()
            counts = [self.env.cr.sql_log_count]
            calls = self._ingest(*states)
            self.env.flush_all()
            self.env.invalidate_all()
            counts.append(self.env.cr.sql_log_count)
            self._run()
            counts.append(self.env.cr.sql_log_count)
            self.assertEqual(len(calls.lead_id), count)
            return counts[1] - counts[0], counts[2] - counts[1]

        told(2, 10)
        (delivery, requests), many = told(6, 11), told(40, 12)
        self.assertLessEqual(many[0], delivery + 2)
        self.assertLessEqual(many[1], requests + 2)
