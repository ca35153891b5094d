# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the bridge says of itself: ``/healthz`` for watchdogs, ``/metrics`` for Prometheus.

Both stand on loopback, change nothing, and name no customer and no secret.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Health = Mapping[str, Any]
# name, kind, help, key in the health report
_FIGURES = (
    ("backlog", "gauge", "Calls that Odoo was not told yet", "backlog"),
    ("calls", "gauge", "Calls that go on", "calls"),
    ("recordings_waiting", "gauge", "Recordings to be brought to Odoo", "recordings"),
    ("delivered_total", "counter", "Call states that Odoo took", "delivered"),
    ("refused_total", "counter", "Call states that Odoo refused for good", "refused"),
    ("delivery_failures_total", "counter", "Batches that were not taken", "failures"),
    ("delivery_seconds", "gauge", "How long the last batch took", "seconds"),
    ("orders_total", "counter", "Orders taken from Odoo", "orders"),
    ("uncomputable_total", "counter", "Calls that could not be computed", "uncomputable"),
)
_PBX_FIGURES = (
    ("pbx_connected", "gauge", "Whether the PBX is connected", "connected"),
    ("pbx_connections_total", "counter", "Connections made", "connections"),
    ("pbx_events_total", "counter", "Events read", "events"),
    ("pbx_clock_ahead_seconds", "gauge", "By how much the PBX's clock is ahead", "clock"),
)
_REQUEST_WITHIN = 5.0


def is_well(health: Health) -> bool:
    """Whether everything works.

    >>> well = {"spool": "ok", "odoo": "ok", "pbx": [{"connected": True}]}
    >>> is_well(well), is_well({**well, "spool": "full"})
    (True, False)
    """
    return (
        health["spool"] == "ok"
        and health["odoo"] == "ok"
        and all(pbx["connected"] for pbx in health["pbx"])
    )


def metrics(health: Health) -> str:
    r"""Write the figures as Prometheus reads them.

    >>> told = {"spool": "full", "odoo": "ok", "pbx": [{"name": "north", "connected": True}]}
    >>> [line for line in metrics(told).splitlines() if line[0] != "#"]  # doctest: +ELLIPSIS
    ['telephony_bridge_spool_ok 0', 'telephony_bridge_odoo_ok 1', ...
    """
    return "\n".join([*_lines(health), ""])


def _lines(health: Health) -> Iterable[str]:
    for name in ("spool", "odoo"):
        yield from _figure(f"{name}_ok", "gauge", f"Whether the {name} works")
        yield f"telephony_bridge_{name}_ok {int(health[name] == 'ok')}"
    for name, kind, text, key in _FIGURES:
        if key in health:
            yield from _figure(name, kind, text)
            yield f"telephony_bridge_{name} {_number(health[key])}"
    for name, kind, text, key in _PBX_FIGURES:
        told = [pbx for pbx in health["pbx"] if key in pbx]
        if told:
            yield from _figure(name, kind, text)
        for pbx in told:
            yield f'telephony_bridge_{name}{{pbx="{pbx["name"]}"}} {_number(pbx[key])}'


def _figure(name: str, kind: str, text: str) -> Iterable[str]:
    yield f"# HELP telephony_bridge_{name} {text}."
    yield f"# TYPE telephony_bridge_{name} {kind}"


def _number(value: float) -> str:
    return f"{round(float(value), 6):g}"


class HealthServer:
    """A very small web server.

    :param health: returns the report.
    """

    def __init__(self, listen: tuple[str, int], health: Callable[[], Health]) -> None:
        self._listen = listen
        self._health = health
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Begin to answer; return the port."""
        self._server = await asyncio.start_server(self._serve, *self._listen, limit=8192)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        """Answer nobody any longer."""
        if self._server:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_REQUEST_WITHIN):
                head = await reader.readuntil(b"\r\n\r\n")
                status, kind, body = self._answer(head.split(b"\r\n", 1)[0].split())
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n"
                    f"Content-Length: {len(body.encode())}\r\nConnection: close\r\n\r\n"
                    f"{body}".encode()
                )
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return
        finally:
            writer.close()

    def _answer(self, request: list[bytes]) -> tuple[str, str, str]:
        if len(request) < 2 or request[0] != b"GET":
            return "405 Method Not Allowed", "text/plain", "only GET\n"
        if request[1] == b"/metrics":
            return "200 OK", "text/plain; version=0.0.4", metrics(self._health())
        if request[1] == b"/healthz":
            health = self._health()
            status = "200 OK" if is_well(health) else "503 Service Unavailable"
            return status, "application/json", json.dumps(health, indent=1) + "\n"
        return "404 Not Found", "text/plain", "/healthz or /metrics\n"
