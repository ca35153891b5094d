# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The configuration is read strictly, and no secret ever stands in it."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from crm_telephony_bridge.bridge import config
from crm_telephony_bridge.bridge.config import ConfigError
from crm_telephony_bridge.bridge.secret import Secret

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs" / "telephony"


def said(**changes):
    """Return a configuration that is good, with some values changed: ``pbx__port=1``."""
    whole = {
        "bridge": {"name": "office", "spool": "/tmp/spool"},
        "odoo": {"url": "https://crm.example.com", "key": "k" * 24, "secret": {"env": "S"}},
        "pbx": {"name": "north", "user": "desk", "secret": {"env": "S"}},
    }
    for name, value in changes.items():
        table, _, key = name.partition("__")
        whole[table][key] = value
    return {**whole, "pbx": [whole["pbx"]]}


def test_the_example_is_good():
    """What stands in the documentation can be used; each of its kinds of records too."""
    text = (DOCS / "bridge.toml.example").read_text()
    found = config.read(tomllib.loads(text))
    assert found.pbxs[0].cdr.kind == "file"
    every = "\n".join(
        line.removeprefix("# ") if line.startswith(("# port", "# tls", "# ca_", "# ri")) else line
        for line in text.splitlines()
    )
    assert config.read(tomllib.loads(every)).pbxs[0].tls


def test_the_unit_starts_what_is_documented():
    """Paths and names in the unit are those of the example and of the page."""
    unit = (DOCS / "crm-telephony-bridge.service").read_text()
    page = (DOCS / "bridge.md").read_text()
    found = config.read(tomllib.loads((DOCS / "bridge.toml.example").read_text()))
    assert f"StateDirectory={found.spool.parent.name}" in unit
    for secret in (found.odoo.secret, found.pbxs[0].secret):
        assert f"LoadCredential={secret.name}:" in unit
    for path in ("/etc/crm-telephony-bridge.toml", "crm-telephony-bridge.pyz"):
        assert path in unit
        assert path in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"odoo__secret": "hush"}, "no secret stands here"),
        ({"odoo__secret": {"credential": "../odoo"}}, "not a path"),
        ({"odoo__secret": {}}, "needs credential"),
        ({"odoo__url": "http://crm.example.com"}, "without https"),
        ({"odoo__url": "crm.example.com"}, "begins with https"),
        ({"odoo__key": "a/b"}, "public key"),
        ({"bridge__listen": "0.0.0.0:9180"}, "loopback"),
        ({"bridge__listen": "127.0.0.1:99999"}, "loopback"),
        ({"bridge__spool_megabytes": True}, "wrong kind"),
        ({"bridge__log": "loud"}, "one of"),
        ({"bridge__prot": 1}, "bridge.prot is not known"),
        ({"pbx__port": 0}, "between"),
        ({"pbx__name": "no rth"}, "letters"),
        ({"pbx__user": "a\r\nAction: x"}, "one line"),
        ({"pbx__agents": "("}, "agents"),
        ({"pbx__channel": "PJSIP/101"}, "{extension}"),
        ({"pbx__cdr": {"kind": "ouija"}}, "one of"),
        ({"pbx__cdr": {"kind": "command", "command": []}}, "program"),
        ({"pbx__cdr": {"kind": "file", "path": "x", "time_zone": "Moon"}}, "time zone"),
        ({"pbx__cdr": {"kind": "sqlite", "path": "x", "table": "a; b"}}, "name of a table"),
    ],
)
def test_a_mistake_is_told_by_a_sentence(changes, says):
    with pytest.raises(ConfigError, match=says.replace("{", r"\{")) as caught:
        config.read(said(**changes))
    assert "hush" not in str(caught.value)


def test_two_pbxs_need_two_names():
    whole = said()
    with pytest.raises(ConfigError, match="name of its own"):
        config.read({**whole, "pbx": whole["pbx"] * 2})


def test_a_plain_line_to_another_machine_is_warned_of():
    assert config.read(said(pbx__host="10.0.0.7")).warnings
    assert not config.read(said(pbx__host="10.0.0.7", pbx__tls=True)).warnings
    assert not config.read(said()).warnings


def test_secrets_are_read_where_they_are_kept(tmp_path, monkeypatch):
    """From the environment, a file, or what systemd hands over; an empty one is a mistake."""
    (tmp_path / "odoo").write_text("hush\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("S", "quiet")
    assert Secret("credential", "odoo").reveal() == "hush"
    assert Secret("file", str(tmp_path / "odoo")).reveal() == "hush"
    assert Secret("env", "S").reveal() == "quiet"
    for secret in (Secret("env", "NONE"), Secret("file", str(tmp_path / "none"))):
        with pytest.raises(ConfigError):
            secret.reveal()


def test_one_file_runs_without_the_repository(tmp_path):
    """The archive has the bridge in it and nothing of Odoo, and starts anywhere."""
    target = tmp_path / "bridge.pyz"
    made = subprocess.run(
        [sys.executable, "-c", f"from house.bridge import main; main([{str(target)!r}])"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    (tmp_path / "bad.toml").write_text("[bridge]\n")
    done = subprocess.run(
        [sys.executable, "-I", target, "--config", tmp_path / "bad.toml", "--check"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (
        2,
        "bridge: pbx: at least one is needed, each with a name of its own\n",
    )
