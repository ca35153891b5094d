# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An Odoo made of a socket: it checks signatures, keeps the newest states, and fails when asked."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from crm_telephony_bridge.tools.providers.signatures import generic_is_valid
from crm_telephony_bridge.tools.wire import read_state

SECRET = "hush-odoo"
KEY = "public-key-1"


class FakeOdoo(ThreadingHTTPServer):
    """Listens on loopback.

    :ivar calls: the newest state of each call, as Odoo would store it.
    :ivar effects: every state that changed something, in order.
    :ivar heard: when each of them came.
    :ivar status: what is answered instead of doing anything.
    :ivar deaf: requests that are carried out but never answered.
    """

    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), _Request)
        self.port = self.server_address[1]
        self.calls = {}
        self.effects = []
        self.heard = []
        self.gaps = []
        self.phones = {}
        self.health = {}
        self.done = []
        self.given = []
        self.uploads = []
        self.status = 200
        self.deaf = 0
        self.slow = 0.0
        self.refused = set()
        self.batches = []
        self.forged = 0
        self._seen = set()
        self._lock = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self.shutdown()
        self.server_close()

    def trusts(self, header, query, body):
        """Check a signature, once."""
        with self._lock:
            fresh = header not in self._seen
            self._seen.add(header)
        return fresh and generic_is_valid(header, query + body, [SECRET], time.time())

    def take(self, said):
        """Store what is newer."""
        states = [read_state(state) for state in said["states"]]
        if any(state["id"] in self.refused for state in states):
            return 422
        with self._lock:
            self.health = said.get("health", self.health)
            self.gaps += said.get("gaps", [])
            self.phones |= {
                (phone["pbx"], phone["number"]): phone["connected"]
                for phone in said.get("phones", [])
            }
            self.batches.append(len(states))
            for state in states:
                self._store(state)
        return 200

    def _store(self, state):
        key = state["pbx"], state["id"]
        stored = self.calls.get(key)
        if stored and (
            stored["version"] >= state["version"]
            or (stored["state"] == "ended" and state["state"] != "ended")
        ):
            return
        for gone in state["absorbed"]:
            self.calls.pop((state["pbx"], gone), None)
        self.calls[key] = state
        self.effects.append(state)
        self.heard.append(time.time())

    def wait(self, what, seconds=15.0):
        """Wait until something is true of this Odoo; return what it was."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := what(self):
                return found
            time.sleep(0.01)
        raise AssertionError(f"not within {seconds} s; calls: {self.calls}")

    def ended(self, count):
        return self.wait(
            lambda odoo: len([c for c in list(odoo.calls.values()) if c["ended"]]) == count
        )


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args):
        """Say nothing."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        parts = urlsplit(self.path)
        odoo = self.server
        if not odoo.trusts(self.headers["X-Signature"], parts.query.encode(), body):
            odoo.forged += 1
            self._answer(401, {})
            return
        if odoo.status != 200:
            self._answer(odoo.status, {})
            return
        time.sleep(odoo.slow)
        status, said = self._obey(parts.path.removeprefix(f"/telephony/bridge/{KEY}/"), parts, body)
        if odoo.deaf > 0:
            odoo.deaf -= 1
            self.close_connection = True
            return
        self._answer(status, said)

    def _obey(self, door, parts, body):
        odoo = self.server
        if door == "recording":
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            odoo.uploads.append((query, body))
            return 200, {}
        said = json.loads(body)
        if door == "calls":
            return odoo.take(said), {"accepted": len(said["states"]), "clock": time.time()}
        if door == "commands":
            odoo.done += said["done"]
            given, odoo.given = odoo.given, []
            return 200, {"commands": given}
        return 404, {}

    def _answer(self, status, said):
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
