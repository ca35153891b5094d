# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .log_common import LogCommon

HEADER = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,duration,billsec,disposition,"
    "uniqueid,linkedid\n"
)


def record(number, day="2026-03-02", disposition="ANSWERED", agent="101"):
    """One record of a customer's call at an agent, a minute after the last."""
    talk = 20 if disposition == "ANSWERED" else 0
    return (
        f'{day} 10:{number:02}:00,"",06711122{number:02},380442003040,in,'
        f"PJSIP/trunk-{number:08x},PJSIP/{agent}-{number:08x},Dial,{talk + 5},{talk},"
        f"{disposition},{number}.1,{number}.1\n"
    )


@tagged("post_install", "-at_install")
class TestCallImport(LogCommon):
    """Past calls are taken once, without telling anybody."""

    def setUp(self):
        super().setUp()
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_values: 60.0)

    def _create_import(self, text, provider=None, **values):
        return self.env["telephony.call.import"].create(
            {
                "name": "Master.csv",
                "file": base64.b64encode(text.encode()),
                "provider_id": (provider or self.provider).id,
                **values,
            }
        )

    def _import(self, text, provider=None, **values):
        created = self._create_import(text, provider, **values)
        created.action_start()
        created.sudo()._cron_import()
        return created

    @users("user_sales_manager")
    def test_call_records(self):
        """Two records of one call are one call; those outside the period are left out."""
        self.env["bus.bus"].sudo().search([]).unlink()
        partner = self._create_partner(phone="067 111-22-01")
        text = HEADER + record(1) + record(2, disposition="NO ANSWER") + record(3, "2026-03-09")
        text += record(2, disposition="NO ANSWER", agent="102") + "nonsense\n"
        done = self._import(text, date_from="2026-03-01", date_to="2026-03-02")
        self.assertEqual((done.state, done.total, done.created), ("done", 2, 2))
        self.assertEqual((done.unreadable, done.progress), (1, 100))
        calls = self.calls.search([("provider_id", "=", self.provider.id)], order="started_at")
        self.assertEqual(calls.mapped("disposition"), ["answered", "missed"])
        self.assertEqual(calls[0].partner_id, partner)
        self.assertEqual(calls[0].user_id, self.user_sales_leads)
        self.assertEqual((calls[0].wait_seconds, calls[0].talk_seconds), (5, 20))
        self.assertEqual(str(calls[0].started_at), "2026-03-02 08:01:00", "Kyiv's clock")
        self.assertTrue(all(calls.mapped("is_recovered")))
        self.assertEqual(calls[1].missed_state, "open")
        self.assertFalse(calls.filtered("call_back_pending"))
        self.env.cr.precommit.run()
        self.assertFalse(
            self.env["bus.bus"].sudo().search([("message", "like", "crm_telephony_bridge.call")])
        )

    def test_again_and_beside_live_calls(self):
        """What was told live stays as it was told; a second import finds nothing new."""
        live = self._ingest(self._ended("1.1", talk=33))
        text = HEADER + record(1) + record(2)
        first = self._import(text)
        self.assertEqual((first.created, first.known), (1, 1))
        self.assertEqual(live.talk_seconds, 33)
        self.assertFalse(live.is_recovered)
        again = self._import(text)
        self.assertEqual((again.created, again.known), (0, 2))

    def test_list_of_a_provider(self):
        """Columns by name, whatever their order; a number of the customer, in or out."""
        cloud = self._create_provider(type="binotel")
        text = (
            "generalCallID;startTime;callType;externalNumber;internalNumber;waitsec;billsec;"
            "disposition\n"
            "71;1772438400;0;0671112233;101;4;31;ANSWER\n"
            "72;1772438500;1;0671112244;101;9;0;CANCEL\n"
            "73;1772438600;0;0671112255;;12;0;NOANSWER\n"
        )
        done = self._import(text, cloud)
        self.assertEqual((done.state, done.created), ("done", 3))
        calls = self.calls.search([("provider_id", "=", cloud.id)], order="started_at")
        self.assertEqual(calls.mapped("direction"), ["incoming", "outgoing", "incoming"])
        self.assertEqual(calls.mapped("disposition"), ["answered", "cancelled", "missed"])
        self.assertEqual(calls[1].customer_number, "+380671112244")
        self.assertEqual((calls[0].wait_seconds, calls[0].talk_seconds), (4, 31))

    def test_what_is_no_list(self):
        done = self._import("\x89PNG not a list at all")
        self.assertEqual((done.created, done.total), (0, 0))
        self.assertEqual(done.state, "done")

    def test_a_kill_between_two_slices(self):
        """It goes on where it stood."""
        text = HEADER + "".join(record(number) for number in range(1, 9))
        created = self._create_import(text)
        created.action_start()
        entries = created._entries()
        created._take(entries[:5])
        self.assertEqual((created.state, created.progress), ("running", 62.5))
        created._cron_import()
        self.assertEqual((created.state, created.done, created.created), ("done", 8, 8))
        self.assertFalse(created.file, "numbers of people are not kept twice")
        with self.assertRaises(UserError):
            created.action_start()

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self.env["telephony.call.import"].with_user(self.user_sales_leads).search([])
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        cloud = self._create_provider(type="binotel", company_id=elsewhere.id)
        theirs = self._import("id;started\n", cloud)
        manager = self.env["telephony.call.import"].with_user(self.user_sales_manager)
        self.assertNotIn(theirs, manager.search([]))
        with self.assertRaises(UserError):
            self._import("id;started\n", date_from="2026-03-02", date_to="2026-03-01")
