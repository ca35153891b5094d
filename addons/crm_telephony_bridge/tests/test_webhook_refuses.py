# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
import string
from unittest.mock import patch
from urllib.parse import quote

from werkzeug._internal import _log

from odoo.tests import tagged

from ..tools.providers.signatures import twilio_signature
from .door_common import SECRET
from .webhook_common import WebhookCommon

FORM = "application/x-www-form-urlencoded"
HOSTILE = 60


@tagged("post_install", "-at_install")
class TestWebhookRefuses(WebhookCommon):
    """What others tell in a provider's name is refused, and no error."""

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

    def test_hostile_requests_through_the_door(self):
        """Spoilt at random, as ten thousand are for each provider without a server."""
        chance = random.Random(5)
        # A slash would make it another address, which is not ours to answer.
        letters = string.printable.replace("/", "") + "é\x00\ud800"
        with patch("odoo.addons.crm_telephony_bridge.models.telephony_hit.REFUSED_A_MINUTE", 1000):
            for kind, (provider, _send) in self._senders().items():
                for _number in range(HOSTILE):
                    noise = "".join(chance.choices(letters, k=chance.randrange(40)))
                    raw, spelled = noise.encode("utf-8", "ignore"), quote(noise, errors="replace")
                    headers = {
                        "Content-Type": chance.choice([FORM, "application/json", "text/plain"]),
                        "Signature": spelled,
                        "X-Twilio-Signature": spelled,
                        "X-Signature": f"t={chance.randrange(2**31)},v1={raw.hex()}",
                    }
                    secret = quote(noise, safe="", errors="replace") or "none"
                    path = f"/telephony/webhook/{provider.key}/{secret}"
                    body = chance.randbytes(chance.randrange(200)) + raw
                    status = self._post(path, body, headers).status_code
                    self.assertIn(status, (401, 404), (kind, noise))
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
