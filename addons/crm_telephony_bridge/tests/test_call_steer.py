# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.providers.registry import Zadarma
from .cards import CardCommon


@tagged("post_install", "-at_install")
class TestCallSteer(CardCommon):
    """Hang up, transfer, pause the recording, from the card of a call of one's own."""

    def setUp(self):
        super().setUp()
        self.call = self._answer(self._ring())
        self.mine = self.calls.with_user(self.agent)
        self.orders = self.env["telephony.command"]

    def _steer(self, kind, extension=False, **as_user):
        calls = as_user.get("calls", self.mine)
        return calls.card_steer(self.call.id, kind, extension and extension.id)

    def _given(self):
        return self.orders._give_out(self.provider)

    def _done(self, answer, state="ended", reason=""):
        """The bridge says what became of an order; what the browser then hears of it."""
        with self._bus() as told:
            self.orders._take_done(self.provider, {str(answer["command_id"]): (state, reason)})
        return [message for _to, kind, message in told if kind.endswith(".command")]

    def test_hang_up(self):
        """The channel of one's own phone, which the browser never named; twice is once."""
        answer = self._steer("hangup")
        self.assertEqual((answer["state"], answer["kind"]), ("queued", "hangup"))
        self.assertEqual(self._steer("hangup")["command_id"], answer["command_id"])
        [given] = self._given()
        self.assertEqual((given["type"], given["channel"]), ("hangup", "PJSIP/102-00000001"))
        [told] = self._done(answer)
        self.assertEqual((told["state"], told["call_id"]), ("ended", self.call.id))

    def test_transfer(self):
        """To a colleague, chosen by name or number; never to oneself or another exchange."""
        colleagues = self.mine.card_colleagues(self.call.id)
        self.assertEqual([one["number"] for one in colleagues], ["101", "103"])
        self.assertEqual(self.mine.card_colleagues(self.call.id, "103")[0]["number"], "103")
        found = self.mine.card_colleagues(self.call.id, self.colleague.name[:4])
        self.assertEqual([one["name"] for one in found], [self.colleague.name])
        foreign = self.phone_1.copy({"provider_id": self._create_provider().id, "number": "7"})
        for phone in (foreign, self.phone_2):
            answer = self._steer("transfer", phone)
            self.assertEqual((answer["state"], answer["command_id"]), ("failed", False))
        answer = self._steer("transfer", self.phone_1)
        [given] = self._given()
        self.assertEqual((given["type"], given["number"]), ("transfer", "101"))
        self.assertEqual(given["channel"], "PJSIP/102-00000001")
        [told] = self._done(answer, "failed", "No such channel")
        self.assertEqual(told["reason"], "the call is over")

    def test_only_one_s_own_call(self):
        """Not a colleague's, not one that rings, not one that is over; nothing is ordered."""
        self._ingest(
            self._state(
                self.call.external_id,
                9,
                state="ongoing",
                answered_by="102",
                legs=[self._leg("101", ended=2e9), self._leg("102", answered=1.8e9)],
            )
        )
        others = self.calls.with_user(self.colleague)
        self.assertEqual(self._steer("hangup", calls=others)["state"], "failed")
        self.assertFalse(others.card_colleagues(self.call.id))
        stranger = self.calls.with_user(self.env.ref("base.public_user"))
        with self.assertRaises(AccessError):
            self._steer("hangup", calls=stranger)
        with self.assertRaises(UserError):
            self._steer("originate")
        self.call = self._ring()
        self.assertEqual(self._steer("hangup")["state"], "failed")
        self._answer(self.call)
        self._end(self.call)
        for kind in ("hangup", "transfer", "pause"):
            self.assertEqual(self._steer(kind, self.phone_1)["state"], "failed")
        self.assertFalse(self.orders.search_count([("provider_id", "=", self.provider.id)]))

    def test_pause(self):
        """Paused when the PBX has said so, and not before; the times are kept."""
        answer = self._steer("pause")
        self.assertFalse(self.mine.call_card(self.call.id)["paused"])
        self.assertFalse(answer["paused"])
        [told] = self._done(answer)
        self.assertTrue(told["paused"])
        self.assertTrue(self.mine.call_card(self.call.id)["paused"])
        again = self._steer("resume")
        self.assertFalse(self._done(again)[0]["paused"])
        self._done(answer)
        self.assertFalse(self.mine.call_card(self.call.id)["paused"], "old news")
        self._done(self._steer("pause"))
        self._end(self.call)
        [first, last] = self.call.recording_pauses
        self.assertLessEqual(*first)
        self.assertIsNone(last[1])
        self.assertFalse(self.mine.call_card(self.call.id)["paused"], "the call is over")
        recording = self.env["telephony.recording"].create(
            {"call_id": self.call.id, "name": "a.wav"}
        )
        self.assertRegex(recording.pauses, r"^\d\d:\d\d:\d\d – \d\d:.* – the end$")

    def test_not_recorded(self):
        """It says so, and nothing is shown as paused."""
        [told] = self._done(self._steer("pause"), "failed", "not recorded")
        self.assertEqual(told["reason"], "this call is not recorded")
        self.assertNotIn("paused", told)
        self.assertFalse(self.call.recording_pauses)

    def test_the_card_keeps_its_own_order(self):
        """An order for a call is not the order that made the call."""
        self._steer("hangup")
        self.assertFalse(self.mine.call_card(self.call.id)["command_id"])

    def test_a_provider_that_only_tells(self):
        """No bridge, no way to ask: said at once, on the card and on a click."""
        self.provider.type = "zadarma"
        me = self.env["res.users"].with_user(self.agent)
        answer = me.telephony_call("+380501234567")
        self.assertEqual((answer["state"], answer["command_id"]), ("failed", False))
        self.assertIn("dial on your phone", answer["reason"])
        self.assertFalse(self.mine.call_card(self.call.id)["can_steer"])
        self.assertEqual(self._steer("hangup")["state"], "failed")
        desk = self._create_provider(name="Bridge")
        phone = self.phone_2.copy({"provider_id": desk.id, "number": "55"})
        self.assertEqual(self.agent._telephony_phone(), phone, "one that can dial goes first")

    def test_an_integrator_who_dials_by_an_api(self):
        """Says that it can, and sends the orders."""

        class Dialling(Zadarma):
            can_dial = True

        self.provider.type = "zadarma"
        sent = []
        provider = type(self.provider)
        with (
            patch.object(provider, "_adapter_class", lambda _self: Dialling),
            patch.object(provider, "_send_order", lambda _self, order: sent.append(order)),
        ):
            answer = self.env["res.users"].with_user(self.agent).telephony_call("+380501234567")
        self.assertEqual(answer["state"], "queued")
        self.assertEqual([order.id for order in sent], [answer["command_id"]])
