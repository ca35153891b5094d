# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DedupCommon

SERVICE = "odoo.addons.crm_lead_dedup.models.crm_intake"


@tagged("post_install", "-at_install")
class TestService(DedupCommon):
    """The service's own promises."""

    def test_repeated_idempotency_key(self):
        first = self._receive(phone="0501234567", request={"idempotency_key": "k"})
        again = self._receive(phone="0501234567", request={"idempotency_key": "k"})
        self.assertEqual(again, first)
        other_source = self._create_source()
        self.assertNotEqual(
            self._receive(other_source, phone="0501234567", request={"idempotency_key": "k"}),
            first,
        )
        self.env.cr.execute(
            "UPDATE crm_request SET create_date = create_date - INTERVAL '25 hours' WHERE id = %s",
            [first.id],
        )
        self.env.invalidate_all()
        late = self._receive(phone="0501234567", request={"idempotency_key": "k"})
        self.assertNotEqual(late, first, "a day later it is a new request")

    def test_repetition_inside_a_batch(self):
        request = {
            "channel": "api",
            "source_id": self.source.id,
            "idempotency_key": "x",
            "values": {"phone": "0501234567"},
        }
        one, two = self.env["crm.intake"].receive([request, dict(request)])
        self.assertEqual(one, two)

    def test_batch_is_like_one_by_one(self):
        """Later requests of a batch see the cards that earlier ones made."""
        people = [
            {"name": "Olha Koval", "phone": "0501234567"},
            {"name": "Olha Koval", "email": "olha@example.com", "phone": "+380501234567"},
            {"email": "olha@example.com"},
            {"name": "Petro", "email": "petro@example.com"},
        ]
        requests = self.env["crm.intake"].receive(
            [{"channel": "api", "source_id": self.source.id, "values": v} for v in people]
        )
        self.assertEqual(len(requests[:3].lead_id), 1)
        self.assertEqual(requests.mapped("result"), ["new", "attached", "attached", "new"])
        self.assertEqual(len(requests[0].lead_id.identifier_ids), 2)

    @mute_logger(SERVICE)
    def test_failure_is_kept_and_alone(self):
        """An extension that fails for one request: its row waits, the others go on."""
        original = type(self.env["crm.intake"])._prepare_lead_values

        def failing(intake, item):
            if item.values.name == "Bad":
                raise ValueError("an extension fails")
            return original(intake, item)

        with patch.object(type(self.env["crm.intake"]), "_prepare_lead_values", failing):
            good, bad = self.env["crm.intake"].receive(
                [
                    {"source_id": self.source.id, "values": {"name": name, "phone": phone}}
                    for name, phone in (("Good", "0501234567"), ("Bad", "0501234568"))
                ]
            )
        self.assertTrue(good.lead_id)
        self.assertEqual((bad.result, bad.unclear), ("failed", "failed"))
        self.assertIn("an extension fails", bad.error)
        self.assertEqual(bad.phone, "+380 50 123 4568", "nothing of it is lost")

    @mute_logger(SERVICE)
    def test_leader_hears_of_failures_once(self):
        """Three requests fail: the leader is told to look at the queue, once."""
        leader = self.sales_team_1.user_id.partner_id
        failing = patch.object(
            type(self.env["crm.intake"]), "_store_leads", side_effect=ValueError("an extension")
        )
        with failing:
            requests = self.env["crm.request"]
            for number in range(3):
                requests |= self._receive(phone=f"050123456{number}")
        told = self.env["mail.notification"].search(
            [
                ("res_partner_id", "=", leader.id),
                ("mail_message_id.model", "=", "crm.request"),
                ("mail_message_id.res_id", "in", requests.ids),
            ]
        )
        self.assertEqual(told.mail_message_id.mapped("res_id"), requests[:1].ids)
        self.assertIn("+380 50 123 4560", told.mail_message_id.body)

    @mute_logger(SERVICE)
    def test_late_failure_tells_nobody(self):
        """What fails after the lead was made leaves no trace of lead, person or filled fields."""
        blank = self._create_lead(phone="0501234567")
        told = patch.object(type(self.env["crm.intake"]), "_tell", side_effect=ValueError("late"))
        with told:
            request = self._receive(phone="0501234567", email="ann@x.example", name="Ann")
        self.assertEqual(request.result, "failed")
        self.assertFalse(request.user_id | request.lead_id.user_id)
        self.assertFalse(request.lead_id or request.partner_id or request.filled_values)
        self.assertFalse(blank.email_from)

    def test_a_page_in_a_file_is_shown_as_text(self):
        """Whoever hands over files: a stranger's page or picture runs no script of its own."""
        page = b"<html><script>alert(1)</script></html>"
        request = self._receive(
            phone="0501234567", request={"files": [("a.html", page), ("b.svg", b"<svg/>")]}
        )
        self.assertEqual(set(request.attachment_ids.mapped("mimetype")), {"text/plain"})

    @freeze_time("2026-03-01 20:00:00")
    def test_activity_is_for_today_where_the_person_is(self):
        """Late in the evening in UTC it is tomorrow in Taipei: nothing is overdue when planned."""
        self.user_sales_leads.tz = "Asia/Taipei"
        lead = self._create_lead(phone="0501234567")
        self._receive(phone="0501234567")
        self.assertEqual(str(lead.activity_ids.date_deadline), "2026-03-02")

    def test_raw_payload_is_forgotten_in_time(self):
        request = self._receive(phone="0501234567", request={"raw": "phone=0501234567"})
        self.env["crm.request"]._gc_raw_payload()
        self.assertTrue(request.raw_payload)
        request.received_at = fields.Datetime.now() - timedelta(days=31)
        self.env["crm.request"]._gc_raw_payload()
        self.assertFalse(request.raw_payload)
        self.assertTrue(request.phone)

    def test_merge_keeps_requests_and_identifiers(self):
        """Core's lead merge deletes the tail; what was learnt of it stays."""
        one = self._receive(name="Ann", phone="0501234567").lead_id
        two = self._receive(name="Bob", email="bob@example.com").lead_id
        self.env["crm.identifier"].create(
            {"kind": "phone", "value": "0509999999", "lead_id": two.id}
        )
        three = self._receive(name="Cid", phone="0507777777").lead_id
        requests = (one | two | three).request_ids
        merged = (one | two | three).merge_opportunity()
        self.assertEqual(requests.lead_id, merged)
        self.assertEqual(
            sorted(merged.identifier_ids.mapped("key")),
            ["+380501234567", "+380507777777", "+380509999999", "bob@example.com"],
            "the second phone too, which core drops; each once",
        )
        self.assertEqual(self._receive(phone="050 777 77 77").lead_id, merged)

    def test_merge_costs_few_queries(self):
        """What a merge moves does not depend on how much there is to move."""
        counts = []
        for size in (1, 20):
            leads = self.env["crm.lead"]
            for _number in range(2):
                lead = self._create_lead(email_from=f"m{len(leads)}-{size}@example.com")
                leads |= lead
                for number in range(size):
                    self.env["crm.identifier"].create(
                        {
                            "kind": "phone",
                            "value": f"05022{size:02d}{number:03d}",
                            "lead_id": lead.id,
                        }
                    )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads.merge_opportunity()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
