# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``make i18n``: the terms of each add-on as Odoo itself finds them, merged into translations."""

import json
import sys

from house import addons, database, setup
from house.paths import say

LANGUAGES = ("ru", "uk", "hu", "zh_TW")


def main(arguments: list[str]) -> int:
    """Write .pot and .po files; with ``--check`` only tell what is stale or not translated."""
    ours = addons.read()
    if not ours:
        return 0
    odoo = setup.odoo("test")
    database.drop_orphans(odoo)
    template = database.suite_template(odoo, whole=True)
    name = f"{database.clone_name()}_i18n"
    order = {
        "write": "--check" not in arguments,
        "languages": LANGUAGES,
        "addons": {addon.name: str(addon.path) for addon in ours.values()},
    }
    try:
        database.clone(odoo, template, name)
        findings = json.loads(odoo.script("terms", name, stdin=json.dumps(order)))
    finally:
        database.drop_run(odoo, name)
    print(*findings, sep="\n", end="\n" if findings else "", file=sys.stdout)
    say(f"{len(findings)} findings in the translations of {len(ours)} add-on(s)")
    # Writing leaves terms to translate: that is work to do, not a failure of the command.
    return 1 if findings and not order["write"] else 0
