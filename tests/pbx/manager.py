# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A client of Asterisk's manager interface that writes down all it hears."""

import re
import socket
import threading
import time
from collections.abc import Callable

from house.asterisk import MANAGER_PORT


class Manager:
    """One connection; a thread of its own reads, so that the PBX never has to wait."""

    def __init__(self, address: str, user: str, secret: str) -> None:
        self._socket = socket.create_connection((address, MANAGER_PORT), 10)
        self._socket.settimeout(None)
        self._heard = bytearray()
        self._lock = threading.Lock()
        self._number = 0
        # When how much had been heard, to see by how much the PBX itself is late.
        self.arrivals: list[tuple[float, int]] = []
        self.closed = False
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        self.action("Login", Username=user, Secret=secret)

    def _read(self) -> None:
        while True:
            try:
                piece = self._socket.recv(1 << 18)
            except OSError:
                piece = b""
            with self._lock:
                self._heard += piece
                self.arrivals.append((time.time(), len(self._heard)))
                self.closed = not piece
            if not piece:
                return

    @property
    def text(self) -> str:
        """All that was heard."""
        with self._lock:
            return self._heard.decode("utf-8", "replace")

    def lines(self) -> list[str]:
        """Return the lines that were heard, with their ends."""
        return self.text.splitlines(keepends=True)

    def wait(self, found: Callable[[str], object], patience: float = 30) -> None:
        """Wait until what was heard satisfies somebody."""
        deadline = time.monotonic() + patience
        while not found(self.text):
            if self.closed or time.monotonic() > deadline:
                raise TimeoutError(self.text[-800:])
            time.sleep(0.05)

    def action(self, name: str, *lines: str, **fields: str) -> str:
        """Give an order; returns the answer's first block."""
        self._number += 1
        number = f"{id(self)}-{self._number}"
        told = [f"Action: {name}", f"ActionID: {number}", *lines]
        told += [f"{key}: {value}" for key, value in fields.items()]
        self._socket.sendall(("\r\n".join(told) + "\r\n\r\n").encode())
        pattern = re.compile(rf"Response: (?:.+\r\n)*?ActionID: {number}\r\n(?:.+\r\n)*\r\n")
        self.wait(pattern.search)
        answer = pattern.search(self.text)
        assert answer
        return answer[0]

    def channels(self) -> int:
        """Return how many channels live."""
        before = len(self.text)
        self.action("CoreShowChannels")
        done = re.compile(r"Event: CoreShowChannelsComplete(?:.+\r\n)*?ListItems: (\d+)", re.DOTALL)
        self.wait(lambda text: done.search(text, before))
        found = done.search(self.text, before)
        assert found
        return int(found[1])

    def close(self) -> None:
        """Hang up the line to the PBX."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._socket.close()
