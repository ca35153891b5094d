# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import hashlib
import hmac
import json
from unittest.mock import patch

from odoo.tests import tagged

from ..tools.providers.adapter import Adapter, Reply
from ..tools.providers.notice import Notice
from ..tools.providers.signatures import any_same
from .door_common import SECRET
from .webhook_common import WebhookCommon


class Homemade(Adapter):
    """A PBX that somebody built himself: JSON, signed in a way of its own."""

    signs = True

    def is_genuine(self, message, now):
        """Check the signature over the body."""
        given = message.headers.get("x-homemade", "")
        wanted = [
            base64.b64encode(hmac.new(one.encode(), message.body, hashlib.sha512).digest())
            for one in self.account.secrets
        ]
        return any_same(given, [one.decode() for one in wanted])

    def notices(self, message):
        """Every message is a call that rings."""
        told = json.loads(message.body)
        return [Notice(told["call"], "ringing", "incoming", caller_number=told["number"])]

    def reply(self, notices, route=None):
        """Be polite."""
        return Reply("thanks", "text/plain")


@tagged("post_install", "-at_install")
class TestWebhook(WebhookCommon):
    """What cloud providers tell becomes calls."""

    def test_each_provider_tells_the_same_call(self):
        """Answered by 101, 31 seconds."""
        for kind, (provider, send) in self._senders().items():
            self.assertEqual(send(provider).status_code, 200, kind)
            call = self._calls_of(provider)
            self.assertEqual((call.state, call.disposition), ("ended", "answered"), kind)
            self.assertEqual((call.direction, call.talk_seconds), ("incoming", 31), kind)
            self.assertEqual(call.customer_number, "+380671112233", kind)
            if kind != "twilio":
                self.assertEqual(call.user_id, self.user_sales_leads, kind)

    def test_copies_get_their_answer_and_have_no_effect(self):
        """Of all but our own webhook, which refuses them."""
        for kind, (provider, send) in self._senders().items():
            send(provider)
            written = self._calls_of(provider).write_date
            self.assertEqual(send(provider).status_code, 409 if kind == "generic" else 200, kind)
            self.assertEqual(self._calls_of(provider).write_date, written, kind)

    def test_from_ring_to_end(self):
        """A call as Zadarma tells it: its card opens with the first notice."""
        provider = self._create_cloud("zadarma")
        self.assertEqual(self._zadarma(provider, "NOTIFY_START", internal="").status_code, 200)
        call = self._calls_of(provider)
        self.assertEqual((call.state, call.line), ("ringing", "380442003040"))
        self.assertEqual(call.started_at.isoformat(" "), "2027-01-15 08:00:00")
        self._zadarma(provider, "NOTIFY_INTERNAL")
        self.assertEqual(self._calls_of(provider).user_id, self.user_sales_leads)
        self._zadarma(provider, "NOTIFY_END", disposition="no answer", duration="0")
        self.assertEqual(self._calls_of(provider).disposition, "missed")

    def test_nothing_takes_a_call_back_from_its_end(self):
        """Zadarma signs neither the outcome nor the length nor the call's id."""
        provider = self._create_cloud("zadarma")
        self._zadarma(provider)
        for changed in (
            {"disposition": "no answer", "duration": "0"},
            {"duration": "9999"},
            {"event": "NOTIFY_START"},
            {"event": "NOTIFY_INTERNAL", "internal": "102"},
            {"internal": "102"},
            {"pbx_call_id": "in_2"},
        ):
            self.assertEqual(self._zadarma(provider, **changed).status_code, 200)
            call = self._calls_of(provider)
            self.assertEqual((len(call), call.state, call.disposition), (1, "ended", "answered"))
            self.assertEqual((call.talk_seconds, call.answered_by), (31, "101"))

    def test_the_address_check_of_zadarma(self):
        """Its word comes back as plain text; no other provider and no script gets an echo."""
        provider, other = self._create_cloud("zadarma"), self._create_cloud("twilio")
        path = f"/telephony/webhook/{provider.key}?zd_echo="
        response = self.url_open(path + "abc123")
        self.assertEqual((response.status_code, response.text), (200, "abc123"))
        self.assertIn("text/plain", response.headers["Content-Type"])
        self.assertEqual(self.url_open(path + "<script>").status_code, 404)
        other_path = f"/telephony/webhook/{other.key}?zd_echo=abc"
        self.assertEqual(self.url_open(other_path).status_code, 404)

    def test_the_provider_may_be_told_where_to_ring(self):
        """As answer to the notice that a call begins."""
        for kind, event, wanted in (
            ("zadarma", "NOTIFY_START", {"redirect": "101", "return_timeout": 20}),
            ("binotel", "apiCallSettings", {"customerData": {"assignedToEmployeeNumber": "101"}}),
        ):
            provider = self._create_cloud(kind, route_fallback="101")
            nobody_yet = {"internal": "", "internalNumber": ""}
            answer = getattr(self, f"_{kind}")(provider, event, **nobody_yet).json()
            self.assertEqual(answer, wanted)

    def test_another_provider_by_one_class(self):
        """What the developer's notes promise: a class and the method that chooses it."""
        providers = self.registry["telephony.provider"]
        core = providers._adapter_class

        def chosen(provider):
            return Homemade if provider.account == "homemade" else core(provider)

        provider = self._create_cloud("generic", account="homemade")
        told = b'{"number": "0671112233", "call": "h1"}'
        digest = hmac.new(SECRET.encode(), told, hashlib.sha512).digest()
        headers = {"X-Homemade": base64.b64encode(digest).decode()}
        with patch.object(providers, "_adapter_class", chosen):
            path = f"/telephony/webhook/{provider.key}"
            self.assertEqual(self._post(path, told, headers).text, "thanks")
            self.assertEqual(self._post(path, told + b" ", headers).status_code, 401)
        call = self._calls_of(provider)
        self.assertEqual((call.customer_number, call.state), ("+380671112233", "ringing"))
