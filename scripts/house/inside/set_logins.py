# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs inside Odoo: sets the demo logins' passwords (JSON on stdin), tells the logins (stdout).

Every other user who could log in with a password Odoo's demo data made public gets a random one.
"""

import json
import secrets
import sys

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def main(database: str) -> None:
    """Set what is asked for; roles whose user does not exist are left out of the answer."""
    config.parse_config(["-d", database, "--no-http", "--log-level=warn"], setup_logging=True)
    order = json.load(sys.stdin)
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        known = env["res.users"].browse([SUPERUSER_ID])
        logins = {}
        for role, (xml_id, password) in order["roles"].items():
            user = env.ref(xml_id, raise_if_not_found=False)
            if user:
                known += user
                user.password = password
                logins[role] = [user.login, password]
        if order["close_others"]:
            for user in env["res.users"].search([("id", "not in", known.ids)]):
                user.password = secrets.token_urlsafe(24)
        cr.commit()
    json.dump(logins, sys.stdout)


main(sys.argv[1])
