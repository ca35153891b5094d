# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``make run``, ``stop`` and ``reset``: the demo a person looks at and works with."""

import json
import os
import secrets
import shutil
import signal
import time
from pathlib import Path
from types import FrameType

from house import addons, database, fingerprint, ports, process, server, setup
from house.cluster import Cluster
from house.config import DATABASE, kind_dir
from house.odoo import Odoo
from house.paths import HouseError, lock, read_text, say, write_atomic

RUN = kind_dir("run")
STATE = RUN / "server.json"
LOGINS = RUN / "logins.json"
MODULES = RUN / "modules.json"
LOG = RUN / "odoo.log"
ROLES = {
    "salesperson": "crm_lead_dedup.demo_user_salesperson",
    "team leader": "crm_lead_dedup.demo_user_leader",
    "administrator": "base.user_admin",
}


def run() -> int:
    """Set up what is missing, bring the database up to date, serve until stopped."""
    started: server.Server | None = None
    try:
        with lock("run"):
            running = _state()
            if running:
                say("Sales Desk runs already (make stop ends it)")
                _welcome(running["url"])
                return 0
            listen = _listen()
            odoo = setup.odoo("run", db_name=DATABASE)
            _prepare(odoo)
            say("starting Odoo")
            _rotate(LOG)
            started = server.start(odoo, DATABASE, listen, LOG)
            write_atomic(STATE, json.dumps({"url": listen.url, "processes": started.marks}))
            server.wait(started)
        say("Odoo answers")
        _welcome(listen.url)
        if os.environ.get("DETACH"):
            print(f"  log      {LOG}\n  make stop ends it; data stays. make reset starts over.")
            return 0
        return _serve(started)
    except BaseException:
        # Ctrl-C may come at any line above: the server has a session of its own and would live on.
        _end(started)
        raise


def _listen() -> server.Listen:
    interface = os.environ.get("HTTP_INTERFACE") or "127.0.0.1"
    workers = os.environ.get("WORKERS") or "0"
    if not workers.isdigit():
        raise HouseError(f"WORKERS={workers} is no number")
    port = ports.choose(os.environ.get("PORT"), server.USUAL_HTTP, interface)
    return server.Listen(interface, port, int(workers))


def _state() -> dict[str, str]:
    """What is noted of the server that runs; empty when none does."""
    noted = json.loads(read_text(STATE) or "{}")
    alive = noted and any(process.is_alive(each) for each in noted["processes"])
    return noted if alive else {}


def _prepare(odoo: Odoo) -> None:
    """Create the database the first time; later update the add-ons whose files changed."""
    ours = addons.read()
    marks = {
        name: fingerprint.of_addon(addon.path, translations=True) for name, addon in ours.items()
    }
    if not database.exists(odoo, DATABASE):
        say("creating the demo database: this is the long part")
        modules = [*addons.core_modules(ours), *ours]
        database.drop(odoo, "demo_build")
        odoo.batch("demo_build", "--with-demo", "-i", ",".join(modules), log=RUN / "install.log")
        database.check(odoo, "demo_build")
        odoo.cluster.sql(database.STAY_AT_HOME, "demo_build")
        LOGINS.unlink(missing_ok=True)
        _set_logins(odoo, "demo_build", close_others=True)
        # The note first: a database of that name without it would count as somebody else's.
        write_atomic(MODULES, json.dumps(marks))
        database.rename(odoo, "demo_build", DATABASE)
        return
    if not MODULES.exists():
        raise HouseError(
            f"the server has a database '{DATABASE}' that this checkout did not make:"
            " rename it, or name another server with PGHOST"
        )
    before = json.loads(read_text(MODULES))
    changed = [name for name in marks if name in before and before[name] != marks[name]]
    added = [name for name in marks if name not in before]
    if changed or added:
        say(f"updating {' '.join(changed + added)}")
        orders = [f"-u{','.join(changed)}"] * bool(changed) + [f"-i{','.join(added)}"] * bool(added)
        odoo.batch(DATABASE, *orders, log=RUN / "update.log")
        _set_logins(odoo, DATABASE, close_others=False)
        write_atomic(MODULES, json.dumps(marks))


def _set_logins(odoo: Odoo, name: str, *, close_others: bool) -> None:
    """Give the demo's people random passwords, once; whoever changes his keeps it."""
    known = json.loads(read_text(LOGINS) or "{}")
    wanted = {role: (who, _password()) for role, who in ROLES.items() if role not in known}
    if not wanted:
        return
    order = json.dumps({"roles": wanted, "close_others": close_others})
    told = json.loads(odoo.script("set_logins", name, stdin=order))
    write_atomic(LOGINS, json.dumps(known | told), mode=0o600)


def _password() -> str:
    """Easy to read and to type, and not to be guessed (60 bits)."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def _welcome(url: str) -> None:
    """Print where to go and who may log in."""
    print(f"\n  Sales Desk  {url}\n")
    logins = json.loads(read_text(LOGINS) or "{}")
    for role in ROLES:
        if role in logins:
            login, password = logins[role]
            print(f"  {role:<14} login {login:<10} password {password}")
    print(flush=True)


def _rotate(log: Path, limit: int = 20 * 1024**2) -> None:
    """Keep one older log, so that it does not grow for ever."""
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".log.1"))


def _serve(started: server.Server) -> int:
    """Show the log until the server ends or we are told to end it."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    try:
        print("  Ctrl-C or make stop ends it; data stays. make reset starts over.\n", flush=True)
        with started.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(0, os.SEEK_END)
            while started.alive():
                print(log.read(), end="", flush=True)
                time.sleep(0.3)
        # `make stop` takes the note away before it ends the server; else nobody asked for an end.
        if STATE.exists():
            raise HouseError(f"the server ended by itself (log: {started.log})")
    except KeyboardInterrupt:
        say("stopping")
    _end(started)
    return 0


def _end(started: server.Server | None) -> None:
    """End the server and PostgreSQL; a second Ctrl-C must not break that off."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if started:
        started.stop()
        STATE.unlink(missing_ok=True)
    _stop_cluster(Cluster("run"))


def _stop_cluster(cluster: Cluster) -> None:
    """Stop PostgreSQL too, unless somebody else (a shell of odoo-bin) is still connected."""
    if cluster.external or not cluster.runs():
        return
    others = (
        "select 1 from pg_stat_activity where backend_type = 'client backend'"
        " and pid <> pg_backend_pid()"
    )
    if not cluster.sql(others):
        cluster.stop()


def stop() -> int:
    """End the server and our PostgreSQL; data stays."""
    noted = _state()
    if noted:
        STATE.unlink(missing_ok=True)
        for each in reversed(noted["processes"]):
            process.stop(each)
        say("stopped")
    else:
        say("nothing was running")
    Cluster("run").stop()
    # Tests or a benchmark may be under way in another terminal: theirs is left to them.
    for kind in ("test", "bench"):
        _stop_cluster(Cluster(kind))
    return 0


def reset() -> int:
    """Delete the demo database and its files; the next run makes it anew."""
    with lock("run"):
        stop()
        cluster = Cluster("run")
        if cluster.external and MODULES.exists():
            odoo = setup.odoo("run", db_name=DATABASE)
            for name in (DATABASE, "demo_build"):
                database.drop(odoo, name)
        cluster.destroy()
        shutil.rmtree(RUN, ignore_errors=True)
    say("the demo is gone; make run builds a new one")
    return 0
