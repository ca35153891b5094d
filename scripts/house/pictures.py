# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The pictures of the documentation: a throw-away copy of the demo, a server, a browser."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from house import database, desk, environment, ports, server, setup
from house.config import kind_dir
from house.odoo import Odoo
from house.paths import ROOT, say
from house.system import BROWSERS, ensure_packages, find_program


def main(args: Sequence[str] = ()) -> int:
    """Take all pictures, or those that are named."""
    ensure_packages("chromium")
    odoo = setup.odoo("test")
    template = database.suite_template(odoo, whole=True)
    name = database.clone_name()
    try:
        database.clone(odoo, template, name)
        return _take(odoo, name, args)
    finally:
        database.drop_run(odoo, name)


def _take(odoo: Odoo, name: str, names: Sequence[str]) -> int:
    roles = {role: (who, f"{role}-of-the-pictures") for role, who in desk.ROLES.items()}
    order = json.dumps({"roles": roles, "close_others": False})
    logins = json.loads(odoo.script("set_logins", name, stdin=order))
    listen = server.Listen("127.0.0.1", ports.next_free(18869))
    log = kind_dir("test") / "pictures.log"
    started = server.start(odoo, name, listen, log, "--log-level=warn")
    try:
        server.wait(started)
        say("taking pictures")
        return _shoot(odoo.python, {"url": listen.url, "logins": logins}, names)
    finally:
        started.stop()


def _shoot(python: Path, place: dict[str, object], names: Sequence[str]) -> int:
    """Run the photographer, who needs the libraries of the tests."""
    order = json.dumps({**place, "browser": find_program(*BROWSERS)})
    env = environment.clean_env(PYTHONPATH=str(ROOT / "scripts"))
    command = [str(python), "-m", "pictures", *names]
    return subprocess.run(command, cwd=ROOT, env=env, input=order, text=True).returncode
