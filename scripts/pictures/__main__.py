# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`python -m pictures [NAME…]`: where the demo is and who logs in stands on standard input."""

import argparse
import json
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from pictures import png, shots
from pictures.studio import Studio

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures"


def main() -> int:
    """Take the pictures, make them small, and put copies where an add-on's page shows them."""
    parser = argparse.ArgumentParser(prog="pictures", description=__doc__)
    parser.add_argument("names", nargs="*", help="all when none is given")
    wanted = parser.parse_args().names
    order = json.load(sys.stdin)
    FOLDER.mkdir(parents=True, exist_ok=True)
    heavy: list[str] = []
    with sync_playwright() as playwright:
        studio = Studio(playwright, order["browser"], order["url"], order["logins"])
        for name, shot in shots.SHOTS.items():
            if not wanted or name in wanted:
                target = FOLDER / f"{name}.png"
                size = png.write(shot(studio).screenshot(), target)
                print(f"{size / 1000:6.0f} kB  {target.relative_to(ROOT)}", flush=True)
                heavy += [name] * (size > png.LARGEST)
                _copy(target, name)
        studio.close()
    for name in heavy:
        print(f"{name} is larger than {png.LARGEST // 1000} kB")
    return int(bool(heavy))


def _copy(picture: Path, name: str) -> None:
    addon = shots.COPIES.get(name)
    if addon:
        shutil.copyfile(picture, ROOT / "addons" / addon / "static/description" / picture.name)


if __name__ == "__main__":
    sys.exit(main())
