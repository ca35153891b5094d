# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .cards import CardCommon


@tagged("post_install", "-at_install")
class TestClickToCall(CardCommon):
    """T3: my phone rings first, and the browser knows how far it is."""

    def setUp(self):
        super().setUp()
        self.me = self.env["res.users"].with_user(self.agent)

    def _order(self, number="050 123 45 67", **card):
        answer = self.me.telephony_call(number, **card)
        return self.env["telephony.command"].browse(answer["command_id"])

    def _outgoing(self, command, **values):
        """The call that the PBX makes of the order; the agent's phone rings."""
        return self._ring(
            external_id=command.channel,
            direction="outgoing",
            caller="102",
            called="0501234567",
            **values,
        )

    def _told(self, work, *args, **values):
        """What the browser hears of the order while something happens."""
        with self._bus() as told:
            work(*args, **values)
        return [
            (message["state"], message["reason"])
            for _to, kind, message in told
            if kind == "crm_telephony_bridge.command"
        ]

    def _ring_customer(self, call):
        """The second phone: the customer's."""
        now = time.time()
        legs = [self._leg("102", answered=now), self._leg("0501234567", party="customer")]
        return self._continue(call, legs=legs)

    def test_the_order(self):
        """Dialled as the provider wants it, gone after ten seconds."""
        self.provider.write({"number_format": "national", "dial_prefix": "9"})
        self.contact_1.phone = "050 123 45 67"
        command = self._order(model="res.partner", res_id=self.contact_1.id)
        self.assertEqual((command.dialled, command.state), ("90501234567", "queued"))
        self.assertEqual((command.extension_id, command.user_id), (self.phone_2, self.agent))
        self.assertEqual(command.partner_id, self.contact_1)
        left = command.expires_at - fields.Datetime.now()
        self.assertLessEqual(left, timedelta(seconds=10))

    def test_twice_is_once(self):
        """A second click while it goes on is the same order; later it is another one."""
        command = self._order()
        self.assertEqual(self._order("+380 50 1234567"), command)
        self.assertNotEqual(self._order("+380 50 1234568"), command)
        command.state = "ended"
        self.assertNotEqual(self._order(), command)

    def test_nobody_takes_it(self):
        """It says so, and is never carried out late."""
        command = self._order()
        asked = self.me.telephony_call_state(command.id)
        self.assertEqual(asked["state"], "queued")
        with freeze_time(fields.Datetime.now() + timedelta(seconds=11)):
            asked = self.me.telephony_call_state(command.id)
            self.assertEqual((asked["state"], asked["reason"]), ("failed", "bridge not reachable"))
            self.assertNotEqual(self._order(), command)
        self.assertEqual(command.state, "failed")

    def test_abandoned_orders_are_cleared(self):
        """Those whose browser was closed."""
        command = self._order()
        command.expires_at = fields.Datetime.now() - timedelta(minutes=1)
        self.env["telephony.command"]._gc_expired()
        self.assertEqual(command.state, "failed")

    def test_taken_and_silent(self):
        """A bridge that dies with the order does not leave the browser waiting."""
        command = self._order()
        command._set_state("taken")
        with freeze_time(fields.Datetime.now() + timedelta(seconds=20)):
            self.assertEqual(self.me.telephony_call_state(command.id)["state"], "queued")
        with freeze_time(fields.Datetime.now() + timedelta(seconds=45)):
            self.assertEqual(self.me.telephony_call_state(command.id)["state"], "failed")

    def test_honest_states(self):
        """My phone, the customer's, talking, ended: from the call itself, never back."""
        command = self._order()
        self.assertEqual(self._told(self._outgoing, command), [("phone_ringing", "")])
        call = command.call_id
        self.assertEqual(self._told(self._ring_customer, call), [("customer_ringing", "")])
        self.assertEqual(self._told(self._answer, call), [("talking", "")])
        self.assertEqual(self._told(self._continue, call, state="ongoing", talk=5), [])
        self.assertEqual(self._told(self._end, call), [("ended", "")])
        self.assertEqual(command.state, "ended")

    def test_why_it_failed(self):
        """In words."""
        for disposition, customer, reason in (
            ("busy", True, "busy"),
            ("missed", True, "no answer"),
            ("cancelled", True, "you hung up before the answer"),
            ("failed", True, "the provider could not connect it"),
            ("failed", False, "your phone did not answer"),
        ):
            with self.subTest(disposition=disposition, customer=customer):
                call = self._outgoing(self._order())
                if customer:
                    self._ring_customer(call)
                self.assertEqual(self._told(self._end, call, disposition), [("failed", reason)])

    def test_somebody_else_s_call_is_not_followed(self):
        """Equal ids at another provider say nothing of the order."""
        command = self._order()
        state = self._state(command.channel, direction="outgoing")
        self._ingest(state, provider=self._create_provider())
        self.assertEqual(command.state, "queued")

    def test_which_phone(self):
        """The chosen one, else a connected one; none of a provider that is switched off."""
        desk = self.phone_2.create(
            {
                "provider_id": self.provider.id,
                "number": "201",
                "user_id": self.agent.id,
                "is_connected": True,
            }
        )
        self.assertEqual(self._order().extension_id, desk)
        self.me.browse(self.agent.id).write({"telephony_extension_id": self.phone_2.id})
        self.assertEqual(self._order("+380501110000").extension_id, self.phone_2)
        self.provider.is_enabled = False
        answer = self.me.telephony_call("+380501110001")
        self.assertEqual((answer["state"], answer["command_id"]), ("failed", False))
        self.assertIn("no phone", answer["reason"])

    def test_nobody_s_phone(self):
        """A phone of somebody else is not chosen, even when preferences say so."""
        self.agent.sudo().telephony_extension_id = self.phone_1
        self.assertEqual(self._order().extension_id, self.phone_2)

    def test_what_is_no_number(self):
        """Nothing is ordered."""
        self.assertEqual(self.me.telephony_call("call me")["reason"], "this is no phone number")

    def test_forbidden_destinations(self):
        """By group: trainees call no premium numbers, and abroad only to Poland."""
        rules = self.env["telephony.dialling.rule"]
        trainees = self.env["res.groups"].create({"name": "Trainees"})
        rules.create(
            [
                {"name": "No premium numbers", "matched": "premium", "sequence": 1},
                {
                    "name": "Poland",
                    "matched": "country",
                    "verdict": "allow",
                    "country_ids": self.env.ref("base.pl").ids,
                    "sequence": 2,
                },
                {
                    "name": "No foreign countries",
                    "matched": "foreign",
                    "group_ids": trainees.ids,
                    "sequence": 3,
                },
            ]
        )
        premium = self.me.telephony_call("+380900234567")
        self.assertEqual(premium["reason"], "not allowed (No premium numbers)")
        self.assertEqual(self._order("+4915112345678").state, "queued")
        trainees.user_ids |= self.agent
        self.assertIn("foreign", self.me.telephony_call("+4915112345679")["reason"])
        self.assertEqual(self._order("+48512345678").state, "queued")
        self.assertEqual(self._order("102").dialled, "102")

    def test_only_ones_own_orders(self):
        """Nobody asks after a colleague's order, nor places one by hand."""
        command = self._order()
        with self.assertRaises(AccessError):
            self.me.with_user(self.colleague).telephony_call_state(command.id)
        with self.assertRaises(AccessError):
            self.env["telephony.command"].with_user(self.agent).create(
                {
                    "provider_id": self.provider.id,
                    "user_id": self.agent.id,
                    "type": "originate",
                    "expires_at": fields.Datetime.now(),
                }
            )

    def test_the_call_names_the_order(self):
        """So that the browser shows one card, not two."""
        command = self._order()
        with self._bus() as told:
            self._outgoing(command)
        cards = [message for _to, kind, message in told if kind == "crm_telephony_bridge.call"]
        self.assertEqual([card["command_id"] for card in cards], [command.id])
