# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A tiny Debian archive, signed, served over HTTP: slow or broken whenever a test wants it."""

import hashlib
import http.server
import os
import subprocess
import threading
import time
from pathlib import Path

from house.archive import LINKED, PACKAGE

SUITES = ("sid", "forky", "bookworm", "trixie")
CHUNK = 64 * 1024
PADDING = 6 * 1024 * 1024


class FakeArchive:
    """Packages of a few files; ``odoo-19`` carries padding, so that its download takes time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slow = threading.Event()
        self.requests: list[str] = []
        self.keyring = folder / "keyring.gpg"
        self.stranger = folder / "stranger.gpg"
        self._home = folder / "gnupg"
        self._home.mkdir(mode=0o700)
        self._make_key("archive@example.org", self.keyring)
        self._make_key("stranger@example.org", self.stranger)
        (folder / "pool").mkdir()
        self.publish("19.0.0+dfsg-1")

    def publish(self, version: str) -> None:
        """Make this version of Odoo the one the archive has."""
        entries = [self._package(name, "1.0") for name in LINKED]
        entries.append(self._package(PACKAGE, version))
        for suite in SUITES:
            self._index(suite, "\n".join(entries))

    @property
    def env(self) -> dict[str, str]:
        """What tells the house to use this archive."""
        host, port = self._server.server_address[:2]
        return {"DEBIAN_MIRROR": f"http://{host}:{port}", "DEBIAN_KEYRING": str(self.keyring)}

    def start(self) -> None:
        """Serve on a free port."""
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()

    def downloads(self) -> list[str]:
        """The requests for Odoo's package so far."""
        return [path for path in self.requests if f"/{PACKAGE}_" in path]

    def _package(self, name: str, version: str) -> str:
        tree = self.folder / "build" / name
        (tree / "DEBIAN").mkdir(parents=True, exist_ok=True)
        control = (
            f"Package: {name}\nVersion: {version}\nArchitecture: all\n"
            "Maintainer: Test <t@example.org>\nDescription: test\n"
        )
        (tree / "DEBIAN/control").write_text(control)
        if name == PACKAGE:
            self._fill(tree / "usr/lib/python3/dist-packages/odoo", version)
        file = self.folder / "pool" / f"{name}_{version}_all.deb"
        subprocess.run(
            ["dpkg-deb", "-Znone", "--build", "--root-owner-group", str(tree), str(file)],
            check=True, capture_output=True,
        )  # fmt: skip
        content = file.read_bytes()
        return (
            f"{control}Filename: pool/{file.name}\nSize: {len(content)}\n"
            f"SHA256: {hashlib.sha256(content).hexdigest()}\n"
        )

    def _fill(self, package: Path, version: str) -> None:
        crm = package / "addons/crm"
        crm.mkdir(parents=True, exist_ok=True)
        bundle = "{'assets': {'web.assets': ['crm/static/lib/left/out.js']}}\n"
        (crm / "__manifest__.py").write_text(bundle)
        major, minor = version.split(".")[:2]
        (package / "release.py").write_text(f"version_info = ({major}, {minor}, 0, FINAL, 0, '')\n")
        if not (package / "padding").exists():
            (package / "padding").write_bytes(os.urandom(PADDING))

    def _index(self, suite: str, packages: str) -> None:
        folder = self.folder / "dists" / suite
        own = subprocess.run(
            ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
        ).stdout.strip()
        binary = folder / f"main/binary-{own}"
        binary.mkdir(parents=True, exist_ok=True)
        (binary / "Packages").write_text(packages)
        content = (binary / "Packages").read_bytes()
        release = (
            f"Origin: Test\nSuite: {suite}\nCodename: {suite}\nArchitectures: {own} all\n"
            f"Components: main\nDate: {time.strftime('%a, %d %b %Y %H:%M:%S UTC', time.gmtime())}\n"
            f"SHA256:\n {hashlib.sha256(content).hexdigest()} {len(content)}"
            f" main/binary-{own}/Packages\n"
        )
        (folder / "Release").write_text(release)
        (folder / "InRelease").unlink(missing_ok=True)
        self._gpg(
            "--local-user", "archive@example.org", "--clearsign",
            "--output", str(folder / "InRelease"), str(folder / "Release"),
        )  # fmt: skip

    def _make_key(self, name: str, exported: Path) -> None:
        self._gpg("--passphrase", "", "--quick-gen-key", name, "rsa2048", "sign", "never")
        self._gpg("--output", str(exported), "--export", name)

    def _gpg(self, *arguments: str) -> None:
        subprocess.run(
            ["gpg", "--homedir", str(self._home), "--batch", "--quiet", *arguments],
            check=True, capture_output=True,
        )  # fmt: skip


def _handler(archive: FakeArchive) -> type[http.server.BaseHTTPRequestHandler]:
    """The request handler of one archive."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            archive.requests.append(self.path)
            file = archive.folder / self.path.replace("%2b", "+").replace("%7e", "~").lstrip("/")
            if not file.is_file():
                self.send_error(404)
                return
            content = file.read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Last-Modified", self.date_time_string(file.stat().st_mtime))
            self.end_headers()
            self._send(content, slowly=file.suffix == ".deb" and archive.slow.is_set())

        def _send(self, content: bytes, *, slowly: bool) -> None:
            for start in range(0, len(content), CHUNK):
                try:
                    self.wfile.write(content[start : start + CHUNK])
                except OSError:  # the client was killed: that is what some tests do
                    return
                if slowly and archive.slow.is_set():
                    time.sleep(0.05)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    return Handler
