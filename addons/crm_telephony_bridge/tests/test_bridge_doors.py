# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import time
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .door_common import DoorCommon


@tagged("post_install", "-at_install")
class TestBridgeDoors(DoorCommon):
    """A bridge brings calls and fetches orders; nobody else does."""

    def setUp(self):
        super().setUp()
        self.path = f"/telephony/bridge/{self.provider.key}/calls"

    def _deliver(self, *states, **more):
        return self._post_json(self.path, {"states": list(states), **more})

    def test_calls_are_taken(self):
        """Answered with how many, and the time."""
        response = self._deliver(self._state("1"), self._ended("2"))
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.json()["accepted"], 2)
        self.assertAlmostEqual(response.json()["clock"], time.time(), delta=60)
        self.assertEqual(set(self._calls_of(self.provider).mapped("state")), {"ringing", "ended"})

    def test_told_twice_is_once(self):
        """The answer was lost, so the bridge tells it again, signed anew."""
        for nonce in (1, 2):
            self.assertEqual(self._deliver(self._ended("1"), nonce=nonce).status_code, 200)
        self.assertEqual(len(self._calls_of(self.provider)), 1)

    def test_a_copy_is_refused(self):
        """The same signature is good once."""
        body = json.dumps({"states": [self._state("1")]}).encode()
        signature = self._sign(body)
        self.assertEqual(self._post_json(self.path, body, signature).status_code, 200)
        self.assertEqual(self._post_json(self.path, body, signature).status_code, 409)

    def test_strangers_are_refused(self):
        """Wrong secret, other body, no header, too old, too new, another address, unknown key."""
        body = json.dumps({"states": [self._state("1")]}).encode()
        now = int(time.time())
        for signature, status in (
            (self._sign(body, secret="another-secret-another"), 401),
            (self._sign(b"{}"), 401),
            ("none", 401),
            (self._sign(body, at=now - 400), 401),
            (self._sign(body, at=now + 400), 401),
        ):
            self.assertEqual(self._post_json(self.path, body, signature).status_code, status)
        self.provider.address_list = "192.0.2.0/24"
        self.assertEqual(self._post_json(self.path, body).status_code, 403)
        self.provider.address_list = False
        self.assertEqual(self._post_json("/telephony/bridge/nobody/calls", body).status_code, 404)
        self.provider.is_enabled = False
        self.assertEqual(self._post_json(self.path, body).status_code, 404)
        self.assertFalse(self._calls_of(self.provider))

    def test_malformed_is_refused_whole(self):
        """No error of ours, and nothing of the batch."""
        bad = {**self._state("2"), "direction": "sideways"}
        for told in (b"", b"[]", b"{", b"[" * 50_000, {"states": [self._state("1"), bad]}):
            self.assertEqual(self._post_json(self.path, told).status_code, 422, str(told)[:9])
        self.assertFalse(self._calls_of(self.provider))

    def test_too_large_is_refused_unread(self):
        """One byte more than a batch may have."""
        response = self._post_json(self.path, b" " * (1024 * 1024 + 1))
        self.assertEqual(response.status_code, 413)

    def test_a_get_is_no_door(self):
        """It changes nothing."""
        self.assertEqual(self.url_open(self.path).status_code, 405)

    def test_health_and_gaps(self):
        """What the diagnostics page shows."""
        gap = {
            "pbx": "",
            "from": 1.8e9,
            "to": 1.8e9 + 5,
            "reason": "no records",
            "recovered": False,
        }
        health = {"bridge": "b1", "backlog": 3, "pbx": [{"name": "n", "clock": -2.5}]}
        for _again in range(2):
            self.assertEqual(self._deliver(health=health, gaps=[gap]).status_code, 200)
            health["now"] = 1
        self.env.invalidate_all()
        provider = self.provider
        self.assertEqual((provider.bridge_name, provider.backlog), ("b1", 3))
        self.assertEqual(provider.clock_skew, -2.5)
        self.assertEqual(provider.gap_ids.mapped("reason"), ["no records"])
        self.assertTrue(provider.last_event_at)
        self._deliver(gaps=[{**gap, "recovered": True}])
        self.env.invalidate_all()
        self.assertEqual(provider.gap_ids.mapped("is_recovered"), [True])

    def test_phones_that_can_be_rung(self):
        """The bridge tells which phones are there; what is wrong in it harms nothing."""
        extensions = self.env["telephony.extension"]
        here = extensions.search([("provider_id", "=", self.provider.id)], limit=1)
        there = here.copy({"pbx": "south", "number": here.number})
        phones = [
            {"pbx": "north", "number": here.number, "connected": True},
            {"pbx": "south", "number": here.number, "connected": False},
            {"pbx": "north", "number": "no such phone", "connected": True},
        ]
        self.assertEqual(self._deliver(phones=[*phones, 7, {"number": []}]).status_code, 200)
        self.env.invalidate_all()
        self.assertEqual((here.is_connected, there.is_connected), (True, False))
        self.assertTrue(here.seen_at)
        self._deliver(phones=[{**phone, "connected": False} for phone in phones])
        self.env.invalidate_all()
        self.assertFalse(here.is_connected)

    def test_refused_requests_are_counted_and_slowed_down(self):
        """By sender; genuine requests still pass."""
        with patch("odoo.addons.crm_telephony_bridge.models.telephony_hit.REFUSED_A_MINUTE", 3):
            answers = [self._post_json(self.path, b"{}", "no").status_code for _ in range(5)]
            self.assertEqual(answers, [401, 401, 401, 429, 429])
            self.assertEqual(self._deliver().status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(self.provider.signature_errors, 5)

    def test_too_many_genuine_requests(self):
        """A bridge that ran wild is asked to wait."""
        self.provider.rate_limit = 1
        self.assertEqual(self._deliver(nonce=1).status_code, 200)
        response = self._deliver(nonce=2)
        self.assertEqual(response.status_code, 429)
        self.assertEqual(response.headers["Retry-After"], "60")

    @mute_logger("odoo.addons.crm_telephony_bridge.models.telephony_call_ingest")
    def test_what_fails_afterwards_loses_no_call(self):
        """An add-on that reacts to calls is broken."""
        calls = self.registry["telephony.call"]
        with patch.object(calls, "_ingested", side_effect=ValueError("broken")):
            self.assertEqual(self._deliver(self._state("1")).status_code, 200)
        self.assertEqual(len(self._calls_of(self.provider)), 1)

    @mute_logger("odoo.addons.crm_telephony_bridge.controllers.door")
    def test_without_the_key_nothing_is_served(self):
        """The bridge is asked to come again; nobody is let in."""
        with patch.dict("os.environ", {"SALES_DESK_TELEPHONY_KEY": ""}):
            self.assertEqual(self._deliver().status_code, 503)

    def test_orders(self):
        """Given out once, expired ones never; what became of them is told to their owner."""
        commands = self.env["telephony.command"]
        values = {
            "provider_id": self.provider.id,
            "user_id": self.user_sales_leads.id,
            "type": "originate",
            "extension_id": self.phone_1.id,
            "number": "+380671112233",
            "dialled": "0671112233",
        }
        now = fields.Datetime.now()
        late, order = commands.create(
            [
                {**values, "expires_at": fields.Datetime.subtract(now, seconds=1)},
                {**values, "expires_at": fields.Datetime.add(now, seconds=10)},
            ]
        )
        path = f"/telephony/bridge/{self.provider.key}/commands"
        given = self._post_json(path, {"done": [], "wait": 0, "nonce": 1}).json()["commands"]
        self.assertEqual([one["id"] for one in given], [str(order.id)])
        self.assertEqual((given[0]["extension"], given[0]["number"]), ("101", "0671112233"))
        self.assertEqual(self._post_json(path, {"nonce": 2}).json()["commands"], [])
        done = [{"id": order.id, "state": "failed", "reason": "busy"}, {"id": [], "state": 1}, 7]
        self.assertEqual(self._post_json(path, {"done": done}).status_code, 200)
        self.env.invalidate_all()
        self.assertEqual((late.state, order.state, order.reason), ("failed", "failed", "busy"))
