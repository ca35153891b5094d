# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fetching Asterisk: a half tree is not taken for a whole one, and offline it says so."""

GET = "from house import asterisk_packages\nprint(asterisk_packages.fetch())"


def test_offline(house):
    """One sentence, no traceback."""
    done = house.run(GET, DEBIAN_MIRROR="http://127.0.0.1:9")
    assert done.returncode
    assert "house: Asterisk cannot be downloaded" in done.stderr
    assert "Traceback" not in done.stderr


def test_not_in_the_archive(house, archive):
    """An archive whose suite lacks Asterisk: apt's reason is told."""
    done = house.run(GET, **archive.env)
    assert done.returncode
    assert "house: Asterisk cannot be downloaded" in done.stderr


def test_complete_tree(house):
    """What is complete is used as it is; what is not, is not."""
    tree = house.local / "asterisk"
    tree.mkdir(parents=True)
    assert house.run(GET, DEBIAN_MIRROR="http://127.0.0.1:9").returncode
    (tree / ".complete").write_text("asterisk_1_amd64.deb")
    assert house.run(GET, DEBIAN_MIRROR="http://127.0.0.1:9").stdout.strip() == str(tree)
