# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

from odoo.tests import HttpCase

from .common import TelephonyCommon

SECRET = "s3cret-of-this-test-s3cret-0123456789"


class DoorCommon(TelephonyCommon, HttpCase):
    """Providers with a secret, and how each of them sends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider._set_secret(SECRET)

    @classmethod
    def _create_cloud(cls, kind, **values):
        """A cloud provider with the secret of these tests and a phone 101."""
        provider = cls._create_provider(type=kind, address_list="127.0.0.1", **values)
        provider._set_secret(SECRET)
        cls.env["telephony.extension"].create(
            {"provider_id": provider.id, "number": "101", "user_id": cls.user_sales_leads.id}
        )
        return provider

    def _sign(self, body, at=None, secret=SECRET):
        """The header of our own signature."""
        at = int(time.time()) if at is None else at
        digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        return f"t={at},v1={digest}"

    def _post(self, path, body, headers=None):
        if isinstance(body, dict):
            body = urlencode(body).encode()
            headers = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        # Named, as an empty body would make it a GET.
        return self.url_open(path, data=body, headers=headers or {}, method="POST")

    def _post_json(self, path, told, signature=None, **sign):
        """Send JSON signed as the bridge and our own webhook do."""
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        headers = {"Content-Type": "application/json"}
        headers["X-Signature"] = signature or self._sign(body, **sign)
        return self._post(path, body, headers)

    def _calls_of(self, provider):
        self.env.invalidate_all()
        return self.calls.search([("provider_id", "=", provider.id)])
