# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Debian packages for root and for a user with sudo; each hindrance ends as one sentence."""

import shlex

import pytest

# The machine lacks one package; apt "installs" it by writing a file.
CODE = """
import os
from pathlib import Path
from house import system
os.getuid = lambda: {user}
system.NEEDS = {{"nginx-light": Path({there!r}).exists}}
system.ensure_packages("nginx-light")
print("installed")
"""
SUDO = '#!/bin/sh\necho "sudo $*" >> {log}\n[ "$1" = -n ] && shift\n{allowed} && exec "$@"\n'
APT = '#!/bin/sh\necho "apt $*" >> {log}\ncase "$*" in *install*) {does};; esac\n'


@pytest.fixture
def machine(house, tmp_path):
    """Return a function that plays a machine with these programs and says what happened."""
    house.local.mkdir()
    folder, log, there = tmp_path / "bin", tmp_path / "log", tmp_path / "there"
    folder.mkdir()
    for name in ("env", "true"):
        (folder / name).symlink_to(f"/usr/bin/{name}")
    log.touch()

    def play(user, sudo="true", does=""):
        installs = does or f": > {shlex.quote(str(there))}"
        names = {"apt-get": APT.format(log=log, does=installs)}
        if sudo:
            names["sudo"] = SUDO.format(log=log, allowed=sudo)
        for name, text in names.items():
            (folder / name).write_text(text)
            (folder / name).chmod(0o755)
        done = house.run(CODE.format(user=user, there=str(there)), PATH=str(folder))
        return done, log.read_text()

    return play


def test_root(machine):
    """Root installs without sudo, without a question, without what is only recommended."""
    done, log = machine(0)
    assert done.stdout.strip() == "installed", done.stderr
    assert "sudo" not in log
    assert "install nginx-light" in log
    assert "--no-install-recommends" in log


def test_user_with_sudo(machine):
    """An ordinary user installs through sudo, which never asks for a password."""
    done, log = machine(1000)
    assert done.stdout.strip() == "installed", done.stderr
    sudo = [line for line in log.splitlines() if line.startswith("sudo ")]
    assert sudo
    assert all(line.startswith("sudo -n ") for line in sudo)
    assert "DEBIAN_FRONTEND=noninteractive" in sudo[-1]


@pytest.mark.parametrize(
    ("sudo", "sentence"),
    [
        ("", "not root and no sudo here: let an administrator run 'sudo apt-get install nginx-"),
        ("false", "sudo asks for a password: please run 'sudo apt-get install nginx-light' first"),
    ],
    ids=["no sudo", "password"],
)
def test_user_who_may_not(machine, sudo, sentence):
    """Without the right, one sentence names the command, and apt is not touched."""
    done, log = machine(1000, sudo)
    assert done.returncode
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert "apt " not in log


@pytest.mark.parametrize(
    ("does", "sentence"),
    [("echo E: no such package; exit 100", "no such package"), ("true", "still cannot be used")],
    ids=["apt fails", "nothing comes"],
)
def test_apt_that_does_not_help(machine, does, sentence):
    """What apt said is passed on; a success that brought nothing is no success."""
    done, _log = machine(0, does=does)
    assert done.returncode
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
