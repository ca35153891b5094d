# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A PBX made of a socket: it speaks the manager interface and says what a test lets it say."""

import hashlib
import socketserver
import threading
import time

SECRET = "hush-pbx"
_CHALLENGE = "12345678"


class FakePbx(socketserver.ThreadingTCPServer):
    """Listens on loopback; one thread for each connection.

    :ivar orders: every order that came, as dictionaries.
    :ivar channels: what ``CoreShowChannels`` lists.
    :ivar devices: what ``DeviceStateList`` lists; None when it does not know that order.
    :ivar shift: what is to be added to our clock to have the PBX's.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), _Connection)
        self.port = self.server_address[1]
        self.orders = []
        self.channels = []
        self.devices = None
        self.shift = 0.0
        self.uptime = 10_000_000
        self.answer = {"Response": "Success", "Message": "done"}
        self._connections = set()
        self._lock = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_exc):
        self.shutdown()
        self.cut()
        self.server_close()

    @property
    def clients(self):
        return len(self._connections)

    def clock(self):
        return time.time() + self.shift

    def say(self, *events):
        """Tell everybody who is logged in."""
        self.say_raw("".join(map(block, events)).encode())

    def say_raw(self, data):
        """Send bytes to everybody who is logged in; returns when their sockets have taken them."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            connection.send(data)

    def cut(self):
        """Close all connections."""
        with self._lock:
            connections, self._connections = self._connections, set()
        for connection in connections:
            connection.end()

    def enter(self, connection):
        with self._lock:
            self._connections.add(connection)

    def leave(self, connection):
        with self._lock:
            self._connections.discard(connection)

    def ordered(self, action):
        return [order for order in list(self.orders) if order["Action"] == action]


def block(fields):
    """Write a message as Asterisk does."""
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"


class _Connection(socketserver.StreamRequestHandler):
    def setup(self):
        super().setup()
        self._out = threading.Lock()

    def handle(self):
        self.send(b"Asterisk Call Manager/11.0.0\r\n")
        fields = {}
        try:
            for raw in self.rfile:
                line = raw.decode().rstrip("\r\n")
                if line:
                    name, _colon, value = line.partition(":")
                    fields[name] = value.strip()
                    continue
                self._obey(fields)
                fields = {}
        except (OSError, ValueError):
            return

    def finish(self):
        self.server.leave(self)

    def send(self, data):
        try:
            with self._out:
                self.request.sendall(data)
        except OSError:
            self.server.leave(self)

    def end(self):
        try:
            self.request.shutdown(2)
        except OSError:
            return

    def _say(self, order, **fields):
        first = {} if "Event" in fields else {"Response": "Success"}
        number = {"ActionID": order.get("ActionID", "")}
        self.send(block(first | fields | number).encode())

    def _obey(self, order):
        pbx = self.server
        pbx.orders.append(order)
        action = order.get("Action")
        if action == "Challenge":
            self._say(order, Challenge=_CHALLENGE)
        elif action == "Login":
            self._log_in(order)
        elif action == "Ping":
            self._say(order, Ping="Pong", Timestamp=f"{pbx.clock():.6f}")
        elif action == "CoreShowChannels":
            self._say(order, EventList="start")
            for channel in pbx.channels:
                self._say(order, **{"Event": "CoreShowChannel", **channel})
            self._say(order, Event="CoreShowChannelsComplete", EventList="Complete")
        elif action == "DeviceStateList" and pbx.devices is not None:
            self._say(order, EventList="start")
            for device, state in pbx.devices.items():
                self._say(order, Event="DeviceStateChange", Device=device, State=state)
            self._say(order, Event="DeviceStateListComplete", EventList="Complete")
        elif action == "DeviceStateList":
            self._say(order, Response="Error", Message="Invalid/unknown command: DeviceStateList")
        else:
            self._say(order, **pbx.answer)

    def _log_in(self, order):
        key = hashlib.md5((_CHALLENGE + SECRET).encode(), usedforsecurity=False).hexdigest()
        if order.get("Key") != key:
            self._say(order, Response="Error", Message="Authentication failed")
            return
        self._say(order, Message="Authentication accepted")
        self.send(block({"Event": "FullyBooted", "Uptime": str(self.server.uptime)}).encode())
        self.server.enter(self)
