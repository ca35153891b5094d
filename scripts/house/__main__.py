# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Entry point of ``python3 -m house``."""

import sys

from house.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
