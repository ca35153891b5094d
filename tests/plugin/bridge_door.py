# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tell Odoo of calls as the bridge does, without a PBX."""

import hashlib
import hmac
import json
import time

Signed = tuple[bytes, dict[str, str]]


def signed(told: object, secret: str) -> Signed:
    """JSON signed as the bridge and our own webhook do: the body and its headers."""
    body, now = json.dumps(told).encode(), int(time.time())
    digest = hmac.new(secret.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {"Content-Type": "application/json", "X-Signature": f"t={now},v1={digest}"}
