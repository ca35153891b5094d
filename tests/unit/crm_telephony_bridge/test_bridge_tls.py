# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Encrypted on both sides; whoever cannot show the right certificate is not spoken with."""

import shutil
import ssl
import subprocess

import bridge_odoo
import bridge_pbx
import pytest
from ami_expected import EXPECTED
from ami_scenes import play
from bridge_process import Process


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """Certificates for ``localhost``: of one authority that is trusted, and of one that is not."""
    folder = tmp_path_factory.mktemp("certificates")
    openssl = shutil.which("openssl")
    assert openssl, "openssl makes the certificates of this test"
    for name in ("good", "bad"):
        subprocess.run(
            [
                *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt"),
                *("ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj"),
                *(f"/CN={name}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
                *("-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"),
            ],
            check=True,
            capture_output=True,
        )
    return folder


def _encrypt(server, folder, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)


def _bridge(tmp_path, pbx, odoo, folder, trusted="good"):
    """A bridge whose both lines are encrypted."""
    bridge = Process(
        tmp_path, {"north": pbx}, odoo, f'tls = true\nca_file = "{folder}/{trusted}.pem"'
    )
    text = bridge.config.read_text()
    text = text.replace("http://127.0.0.1", "https://localhost")
    text = text.replace("timeout = 5", f'timeout = 5\nca_file = "{folder}/{trusted}.pem"')
    bridge.config.write_text(text)
    return bridge


class SilentPbx(bridge_pbx.FakePbx):
    """Says nothing of connections that fail."""

    def handle_error(self, request, client_address):
        """Say nothing."""


class SilentOdoo(bridge_odoo.FakeOdoo):
    """Says nothing of connections that fail."""

    def handle_error(self, request, client_address):
        """Say nothing."""


@pytest.fixture
def lines():
    """A PBX and an Odoo that are not encrypted yet."""
    with SilentPbx() as pbx, SilentOdoo() as odoo:
        yield pbx, odoo


def test_both_lines_encrypted(tmp_path, lines, certificates):
    pbx, odoo = lines
    _encrypt(pbx, certificates, "good")
    _encrypt(odoo, certificates, "good")
    with _bridge(tmp_path, pbx, odoo, certificates) as bridge:
        bridge.start().ready()
        pbx.say(*play(EXPECTED[0][0]))
        odoo.ended(1)


def test_a_wrong_certificate_is_refused(tmp_path, lines, certificates):
    """Neither the password nor a call goes to a stranger."""
    pbx, odoo = lines
    _encrypt(pbx, certificates, "bad")
    _encrypt(odoo, certificates, "bad")
    with _bridge(tmp_path, pbx, odoo, certificates) as bridge:
        bridge.start()
        health = bridge.until(
            lambda health: (
                "certificate" in health["odoo_reason"]
                and "certificate" in health["pbx"][0]["reason"].lower()
            )
        )
        assert not health["pbx"][0]["connected"]
        assert not pbx.orders
        assert not odoo.batches
        assert bridge.check()[1].count("WRONG") == 2
