# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``python -m crm_telephony_bridge``: the bridge between a PBX and Odoo."""

import sys

from crm_telephony_bridge.bridge.cli import main

if __name__ == "__main__":
    sys.exit(main())
