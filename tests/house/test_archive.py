# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fetching Odoo survives what happens to downloads: real processes against a real archive."""

import contextlib
import os
import signal
import time

import fake_archive
import pytest

GET = "from house import source\nprint(source.get().version)"
REFRESH = "from house import source\nprint(source.get(refresh=True).version)"
VERSION = "odoo-19=19.0.0+dfsg-1"


@pytest.fixture(autouse=True)
def usual_state(archive):
    """Each test finds a fast archive with the usual version."""
    archive.slow.clear()
    archive.requests.clear()
    archive.publish("19.0.0+dfsg-1")


def _part(house):
    """The bytes of Odoo's package that have arrived."""
    sizes = [
        file.stat().st_size for file in (house.local / "apt").rglob("odoo-19_*") if file.is_file()
    ]
    return max(sizes, default=0)


def _wait_for_a_part(house, least=500_000):
    deadline = time.monotonic() + 60
    while _part(house) < least:
        assert time.monotonic() < deadline, "the download did not begin"
        time.sleep(0.02)


def test_fetch(house, archive):
    """A package is fetched, unpacked and completed; nothing is left over."""
    done = house.run(GET, **archive.env)
    assert done.stdout.strip() == VERSION, done.stderr
    addons = house.local / "odoo/usr/lib/python3/dist-packages/odoo/addons"
    assert (addons / "crm/__manifest__.py").is_file()
    assert (addons / "crm/static/lib/left/out.js").is_file()
    assert not (house.local / "odoo.new").exists()
    assert not (house.local / "apt/debs").exists()


def test_killed_in_the_middle(house, archive):
    """Killed with its children in the middle of the download: the next run completes it."""
    archive.slow.set()
    first = house.start(GET, **archive.env)
    _wait_for_a_part(house)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    assert not (house.local / "odoo").exists()
    archive.slow.clear()
    archive.requests.clear()
    assert house.run(GET, **archive.env).stdout.strip() == VERSION
    fetched = [path for path in archive.requests if path.endswith(".deb")]
    assert fetched == archive.downloads()  # what had arrived whole is not fetched again
    padding = house.local / "odoo/usr/lib/python3/dist-packages/odoo/padding"
    assert padding.stat().st_size == fake_archive.PADDING


def test_killed_while_unpacking(house, archive):
    """A half unpacked tree is not taken for a whole one."""
    (house.local / "odoo.new/usr").mkdir(parents=True)
    (house.local / "odoo").mkdir()
    assert house.run(GET, **archive.env).stdout.strip() == VERSION


def test_only_our_process_killed(house, archive):
    """Apt lives on when only we are killed: the next run waits until it is through."""
    archive.slow.set()
    first = house.start(GET, **archive.env)
    _wait_for_a_part(house)
    os.kill(first.pid, signal.SIGKILL)
    second = house.start(GET, **archive.env)
    time.sleep(1)
    archive.slow.clear()
    out, err = second.communicate(timeout=120)
    assert out.strip() == VERSION, err
    assert "waiting for it" in err
    with contextlib.suppress(ProcessLookupError):
        os.killpg(first.pid, signal.SIGKILL)
    first.communicate()


def test_two_at_once(house, archive):
    """The second waits, says so, and fetches nothing."""
    archive.slow.set()
    first = house.start(GET, **archive.env)
    _wait_for_a_part(house)
    second = house.start(GET, **archive.env)
    time.sleep(0.5)
    archive.slow.clear()
    outcomes = [process.communicate(timeout=120) for process in (first, second)]
    assert [out.strip() for out, _err in outcomes] == [VERSION, VERSION]
    assert "waiting for it" in outcomes[1][1]
    assert len(archive.downloads()) == 1


def test_offline(house, archive):
    """Offline with a tree it goes on with that, without one it says what to do."""
    nowhere = archive.env | {"DEBIAN_MIRROR": "http://127.0.0.1:9"}
    lost = house.run(GET, **nowhere)
    assert lost.returncode
    assert "ODOO_SOURCE" in lost.stderr
    assert "Traceback" not in lost.stderr
    house.run(GET, **archive.env)
    assert house.run(GET, **nowhere).stdout.strip() == VERSION
    asked = house.run(REFRESH, **nowhere)
    assert asked.stdout.strip() == VERSION
    assert "going on with" in asked.stderr


def test_other_version(house, archive):
    """Another Odoo in the archive is refused by its version."""
    archive.publish("20.0.0+dfsg-1")
    done = house.run(GET, **archive.env)
    assert done.returncode
    assert "odoo-19 20.0.0+dfsg-1, which is not Odoo 19.0" in done.stderr
    assert not (house.local / "odoo").exists()


def test_newer_package(house, archive):
    """A refresh takes the newer package, in one step."""
    house.run(GET, **archive.env)
    archive.publish("19.0.1+dfsg-1")
    assert house.run(GET, **archive.env).stdout.strip() == VERSION
    assert house.run(REFRESH, **archive.env).stdout.strip() == "odoo-19=19.0.1+dfsg-1"


def test_signature(house, archive):
    """An archive signed by somebody else is not used."""
    done = house.run(GET, **archive.env | {"DEBIAN_KEYRING": str(archive.stranger)})
    assert done.returncode
    assert "cannot be read" in done.stderr
    assert not (house.local / "odoo").exists()


def test_tampered_package(house, archive):
    """A package that is not the one the signed index names is not unpacked."""
    file = archive.folder / "pool/odoo-19_19.0.0+dfsg-1_all.deb"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    done = house.run(GET, **archive.env)
    assert done.returncode
    assert "download failed" in done.stderr
    assert not (house.local / "odoo").exists()
