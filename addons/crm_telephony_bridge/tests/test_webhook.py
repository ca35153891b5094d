# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import hashlib
import hmac
import json
from unittest.mock import patch

from werkzeug._internal import _log

from odoo.tests import tagged

from ..tools.providers.adapter import Adapter, Reply
from ..tools.providers.notice import Notice
from ..tools.providers.signatures import any_same, twilio_signature, zadarma_signature
from .door_common import SECRET, DoorCommon

STARTED = "2027-01-15 10:00:00"


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

    def read(self, message):
        """Every message is a call that rings."""
        told = json.loads(message.body)
        return [Notice(told["call"], "ringing", "incoming", caller_number=told["number"])]

    def reply(self, notices, route=None):
        """Be polite."""
        return Reply("thanks", "text/plain")


@tagged("post_install", "-at_install")
class TestWebhook(DoorCommon):
    """What cloud providers tell becomes calls; what others tell in their name does not."""

    # ------------------------------------------------------------------
    # How each sends a call that was answered
    # ------------------------------------------------------------------

    def _zadarma(self, provider, event="NOTIFY_END", secret=SECRET, **changed):
        fields = {
            "event": event,
            "pbx_call_id": "in_1",
            "caller_id": "380671112233",
            "called_did": "380442003040",
            "call_start": STARTED,
            "internal": "101",
            "duration": "31",
            "disposition": "answered",
            **changed,
        }
        signed = "380671112233380442003040" + STARTED
        headers = {"Signature": zadarma_signature(secret, signed)}
        return self._post(f"/telephony/webhook/{provider.key}", fields, headers)

    def _binotel(self, provider, request="apiCallCompleted", secret=SECRET, **changed):
        details = {
            "companyID": "12",
            "generalCallID": "in_1",
            "callType": "0",
            "internalNumber": "101",
            "externalNumber": "0671112233",
            "startTime": "1800000000",
            "waitsec": "4",
            "billsec": "31",
            "disposition": "ANSWER",
            "historyData": "",
            **changed,
        }
        form = {"requestType": request} | {f"callDetails[{n}]": v for n, v in details.items()}
        return self._post(f"/telephony/webhook/{provider.key}/{secret}", form)

    def _ringostat(self, provider, secret=SECRET, **changed):
        form = {
            "uniqueid": "in_1",
            "calldate": STARTED,
            "caller": "380671112233",
            "dst": "380442003040",
            "disposition": "ANSWERED",
            "billsec": "31",
            "waittime": "4",
            "employee_number": "101",
            **changed,
        }
        return self._post(f"/telephony/webhook/{provider.key}/{secret}", form)

    def _twilio(self, provider, secret=SECRET, signature=None, **changed):
        form = {
            "CallSid": "in_1",
            "CallStatus": "completed",
            "Direction": "inbound",
            "From": "+380671112233",
            "To": "+380442003040",
            "CallDuration": "31",
            **changed,
        }
        url = f"{self.base_url()}/telephony/webhook/{provider.key}"
        good = twilio_signature(secret, url, {name: [value] for name, value in form.items()})
        headers = {"X-Twilio-Signature": signature or good}
        return self._post(f"/telephony/webhook/{provider.key}", form, headers)

    def _generic(self, provider, secret=SECRET, **changed):
        told = {
            "id": "in_1",
            "state": "ended",
            "direction": "incoming",
            "disposition": "answered",
            "caller": "0671112233",
            "extension": "101",
            "wait": 4,
            "talk": 31,
            "started": "1800000000",
            **changed,
        }
        return self._post_json(f"/telephony/webhook/{provider.key}", told, secret=secret)

    def _senders(self):
        return {
            kind: (self._create_cloud(kind), getattr(self, f"_{kind}"))
            for kind in ("zadarma", "binotel", "ringostat", "twilio", "generic")
        }

    # ------------------------------------------------------------------
    # Good ones
    # ------------------------------------------------------------------

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

    # ------------------------------------------------------------------
    # Bad ones
    # ------------------------------------------------------------------

    def test_forged_ones_are_refused(self):
        """The secret, the signature, the source address; a provider that is none."""
        for kind, (provider, send) in self._senders().items():
            self.assertEqual(
                send(provider, secret="another-secret-01234567").status_code, 401, kind
            )
            provider.address_list = "192.0.2.0/24"
            self.assertEqual(send(provider).status_code, 403, kind)
            provider.write({"address_list": "127.0.0.1", "is_enabled": False})
            self.assertEqual(send(provider).status_code, 404, kind)
            self.assertFalse(self._calls_of(provider), kind)

    def test_signed_fields_cannot_be_changed(self):
        """Each of those that Zadarma signs, and each that Twilio does."""
        provider = self._create_cloud("zadarma")
        for name in ("caller_id", "called_did", "call_start"):
            self.assertEqual(self._zadarma(provider, **{name: "1"}).status_code, 401, name)
        twilio = self._create_cloud("twilio")
        url = f"{self.base_url()}/telephony/webhook/{twilio.key}"
        key = twilio_signature(SECRET, url, {"CallSid": ["in_1"]})
        self.assertEqual(self._twilio(twilio, signature=key).status_code, 401)
        self.assertFalse(self._calls_of(provider) | self._calls_of(twilio))

    def test_binotel_needs_addresses_and_the_companys_id(self):
        """Without a list nobody is believed; the account's id is one more thing to know."""
        provider = self._create_cloud("binotel", account="12")
        self.assertEqual(self._binotel(provider, companyID="13").status_code, 401)
        self.assertEqual(self._binotel(provider).status_code, 200)
        provider.address_list = False
        self.assertEqual(self._binotel(provider, generalCallID="in_2").status_code, 403)

    def test_odd_bodies_are_no_error(self):
        """Too large, truncated, of another type, with bytes that no text has."""
        for kind, (provider, _send) in self._senders().items():
            path = f"/telephony/webhook/{provider.key}/{SECRET}"
            self.assertEqual(self._post(path, b"x" * 65_537).status_code, 413, kind)
            for body in (b"", b"\xff\x00%00&&==", b"[" * 60_000, b"a[" * 30_000, b"{}"):
                for mimetype in ("application/json", "multipart/form-data; boundary=x", "x"):
                    response = self._post(path, body, {"Content-Type": mimetype})
                    self.assertIn(
                        response.status_code,
                        (200, 401),
                        (kind, body[:9], mimetype, response.text[:500]),
                    )
            self.assertFalse(self._calls_of(provider), kind)

    def test_the_secret_is_in_no_log(self):
        """The server writes down the line of each request."""
        line = f"POST /telephony/webhook/key/{SECRET}?a=1 HTTP/1.1"
        with self.assertLogs("werkzeug", "WARNING") as logs:
            _log("warning", '127.0.0.1 - - [now] "%s" %s %s', line, "200", "-")
            _log("warning", f"127.0.0.1 {line}")
        for output in logs.output:
            self.assertIn("/telephony/webhook/key/***?a=1 HTTP/1.1", output)
            self.assertNotIn(SECRET, output)

    def test_two_secrets_while_one_is_replaced(self):
        """The old one is good for the overlap, not longer."""
        provider = self._create_cloud("ringostat")
        newer = "newer-secret-0123456789-0123456789"
        provider._set_secret(newer)
        for number, secret in enumerate((SECRET, newer)):
            answer = self._ringostat(provider, secret=secret, uniqueid=f"r{number}")
            self.assertEqual(answer.status_code, 200)
        provider.action_end_overlap()
        self.env.flush_all()
        self.assertEqual(self._ringostat(provider, secret=SECRET).status_code, 401)
        self.assertEqual(self._ringostat(provider, secret=newer).status_code, 200)

    # ------------------------------------------------------------------
    # An integrator's own provider
    # ------------------------------------------------------------------

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
