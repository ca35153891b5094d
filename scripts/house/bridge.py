# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``make bridge``: the telephony bridge as one file that any Python 3.11 runs, without Odoo."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from house.paths import ADDONS, ROOT, say

ADDON = ADDONS / "crm_telephony_bridge"
TARGET = ROOT / "dist" / "crm-telephony-bridge.pyz"
START = """\
import sys

from crm_telephony_bridge.bridge.cli import main

sys.exit(main())
"""
# The same files give the same archive, wherever and whenever it is made.
_AT = (2020, 1, 1, 0, 0, 0)


def main(arguments: list[str]) -> int:
    """Write the archive to ``dist``, or where the only argument says."""
    target = Path(arguments[0]) if arguments else TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        file.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in _files():
                archive.writestr(zipfile.ZipInfo(name, _AT), text, zipfile.ZIP_DEFLATED)
    target.chmod(0o755)
    say(f"{target}: {target.stat().st_size // 1024} kB")
    return 0


def _files() -> Iterator[tuple[str, str]]:
    """Yield the bridge and the rules it shares with the add-on; nothing of Odoo."""
    yield "__main__.py", START
    own = [ADDON / "__init__.py", ADDON / "__main__.py"]
    for path in [*own, *sorted(ADDON.glob("bridge/**/*.py")), *sorted(ADDON.glob("tools/**/*.py"))]:
        yield str(path.relative_to(ADDONS)), path.read_text(encoding="utf-8")
