# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A running Odoo server: ports, proxy, waiting until it answers, stopping."""

import contextlib
import ipaddress
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from house import ports, process, proxy
from house.odoo import Odoo
from house.paths import HouseError, read_text

USUAL_HTTP = 8069
USUAL_GEVENT = 8072


@dataclass(frozen=True, slots=True)
class Listen:
    """Where the server listens, and with how many worker processes (0: threads)."""

    interface: str
    port: int
    workers: int = 0

    @property
    def url(self) -> str:
        """The address a browser on this machine opens."""
        host = self.interface
        with contextlib.suppress(ValueError):  # a host name is fine as it is
            host = "localhost" if ipaddress.ip_address(host).is_unspecified else host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


@dataclass(slots=True)
class Server:
    """The processes of a started server."""

    listen: Listen
    log: Path
    processes: list[subprocess.Popen[bytes]]

    @property
    def marks(self) -> list[str]:
        """What to note of our processes."""
        return [process.mark(each.pid) for each in self.processes]

    def alive(self) -> bool:
        """Whether every process still runs."""
        return all(each.poll() is None for each in self.processes)

    def stop(self) -> None:
        """End them, the proxy first."""
        for each in reversed(self.processes):
            process.stop(process.mark(each.pid))
            each.wait()


def start(odoo: Odoo, database: str, listen: Listen, log: Path, *options: str) -> Server:
    """Start Odoo, and the proxy when it has workers; returns at once (see ``wait``)."""
    inner, interface = listen.port, listen.interface
    if listen.workers:
        inner, interface = ports.next_free(USUAL_HTTP + 100, taken=(listen.port,)), "127.0.0.1"
        options = ("--proxy-mode", *options)
    gevent = ports.next_free(USUAL_GEVENT, interface, taken=(listen.port, inner))
    command = odoo.command(
        "server", "-d", database, f"--http-interface={interface}", f"--http-port={inner}",
        f"--gevent-port={gevent}", f"--workers={listen.workers}", "--max-cron-threads=1",
        f"--logfile={log}", *options,
    )  # fmt: skip
    server = Server(listen, log, [_spawn(command, odoo.env(), log)])
    if listen.workers:
        try:
            server.processes.append(
                proxy.start(log.parent / "nginx", listen.interface, listen.port, inner, gevent)
            )
        except BaseException:
            server.stop()
            raise
    return server


def _spawn(command: list[str], env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start a process that a Ctrl-C in our terminal does not reach; its words go beside the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.with_suffix(".out").open("ab") as output:
        return subprocess.Popen(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def wait(server: Server, patience: float = 120) -> None:
    """Wait until the server answers; say why when it ends instead."""
    deadline = time.monotonic() + patience
    # With workers the websocket is another process, which comes up later than the pages.
    pages = ["/web/login"] + ["/websocket/health"] * bool(server.listen.workers)
    # Alive first: on a port somebody else took meanwhile, it would be he who answers.
    while not server.alive() or not all(_answers(server.listen.url + page) for page in pages):
        if not server.alive() or time.monotonic() > deadline:
            server.stop()
            tail = "\n".join(read_text(server.log).splitlines()[-15:])
            tail += read_text(server.log.with_suffix(".out"))[-1500:]
            raise HouseError(f"Odoo did not come up (log: {server.log}):\n{tail}")
        time.sleep(0.1)
    ports.release()


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=60) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
