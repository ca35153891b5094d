# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Template databases for the tests, their clones, and the filestores that go with them.

Two layers: core modules with demo data (minutes to build, used until Odoo or the list changes),
and our add-ons installed on a clone of it (seconds, used until their fingerprint changes).
"""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from house import addons, fingerprint
from house.config import kind_dir
from house.odoo import Odoo
from house.paths import LOCAL, HouseError, digest, lock, say

# Bump when templates are built in another way.
RECIPE = "3"
# Begins the name of every database we make for tests. It carries this checkout's folder: on a
# server of the user, nobody else's database can be mistaken for ours.
OURS = f"sales_desk_{digest(str(LOCAL), length=6)}_"
FORGET_DEMO = """
    CREATE TABLE house_demo AS SELECT id FROM ir_module_module WHERE demo;
    UPDATE ir_module_module SET demo = false
"""
RECALL_DEMO = """
    UPDATE ir_module_module SET demo = true WHERE id IN (SELECT id FROM house_demo);
    DROP TABLE house_demo
"""
CLONE_PREFIX = f"{OURS}run_"
# What core would send to its maker's servers by itself: invented people of a demo are nobody's
# business, and a machine without a way out would fill its log. The job of the stock computes orders
# anew at any moment, also in the one in which a test changes them.
STAY_AT_HOME = """
update ir_cron set active = false where id in (
    select res_id from ir_model_data where model = 'ir.cron' and (module, name) in (
        ('crm_iap_enrich', 'ir_cron_lead_enrichment'),
        ('stock', 'ir_cron_scheduler_action'),
        ('mail', 'ir_cron_module_update_notification')));
do $$ begin
    if exists (select 1 from information_schema.columns
               where table_name = 'res_company' and column_name = 'iap_enrich_auto_done')
    then update res_company set iap_enrich_auto_done = true;
    end if;
end $$
"""
KEEP = 4


def filestore(odoo: Odoo, name: str) -> Path:
    """The folder of a database's attachments."""
    return kind_dir(odoo.cluster.kind) / "data/filestore" / name


def exists(odoo: Odoo, name: str) -> bool:
    """Whether there is a database of this name."""
    return bool(odoo.cluster.sql(f"select 1 from pg_database where datname = '{name}'"))


def drop(odoo: Odoo, name: str) -> None:
    """Delete a database, also one in use, and its attachments."""
    odoo.cluster.sql(f'drop database if exists "{name}" with (force)')
    shutil.rmtree(filestore(odoo, name), ignore_errors=True)


def rename(odoo: Odoo, old: str, new: str) -> None:
    """Give a finished database its name; nobody sees a half-made one under it."""
    target = filestore(odoo, new)
    shutil.rmtree(target, ignore_errors=True)
    if filestore(odoo, old).is_dir():
        filestore(odoo, old).rename(target)
    odoo.cluster.sql(f'alter database "{old}" rename to "{new}"')


def clone(odoo: Odoo, template: str, name: str) -> None:
    """Copy a database; attachments are named by content, so hard links will do."""
    drop(odoo, name)
    # Copying files is five times as fast as PostgreSQL 15's usual way where nothing is synced.
    modern = odoo.cluster.sql("select current_setting('server_version_num')::int >= 150000")
    how = "strategy file_copy" if modern == ["t"] else ""
    odoo.cluster.sql(f'create database "{name}" template "{template}" {how}')
    if filestore(odoo, template).is_dir():
        filestore(odoo, name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(filestore(odoo, template), filestore(odoo, name), copy_function=os.link)


def check(odoo: Odoo, name: str) -> None:
    """A database is good when Odoo finished it and gave it the extension for likeness search."""
    if not odoo.cluster.sql("select 1 from pg_extension where extname = 'pg_trgm'", name):
        raise HouseError(
            f"the database {name} has no extension pg_trgm: PostgreSQL's contrib package is"
            " missing, or the database was not created by Odoo"
        )
    half = odoo.cluster.sql("select name from ir_module_module where state like 'to %'", name)
    if half:
        raise HouseError(f"modules were left half installed in {name}: {' '.join(half)}")


def core_template(odoo: Odoo, extra: Iterable[str] = ()) -> str:
    """The template with the core modules our add-ons stand on (and more); built when missing."""
    modules = sorted({*addons.core_modules(addons.light(addons.read())), *extra})
    name = f"{OURS}core_{digest(RECIPE, odoo.source.version, *modules)}"
    with lock("template"):
        if not exists(odoo, name):
            _build(odoo, name, modules, None)
    return name


def suite_template(
    odoo: Odoo, extra: Iterable[str] = (), *, our_demo: bool = True, whole: bool = False
) -> str:
    """The template with our add-ons installed; built when missing or outdated.

    :param our_demo: with our own demo data, too; without it, a core test finds core's data only
    :param whole: with those that stand on something heavy, too
    """
    ours = addons.read()
    if whole:
        extra = [*extra, *addons.core_modules(ours)]
    else:
        ours = addons.light(ours)
    core = core_template(odoo, extra)
    if not ours:
        return core
    marks = [f"{name}:{fingerprint.of_addon(addon.path)}" for name, addon in ours.items()]
    name = f"{OURS}suite_{digest(core, *marks, *([] if our_demo else ['no demo']))}"
    with lock("template"):
        if not exists(odoo, name):
            _build(odoo, name, list(ours), core, our_demo=our_demo)
            _forget_old(odoo)
    return name


def _build(
    odoo: Odoo, name: str, modules: list[str], base: str | None, *, our_demo: bool = True
) -> None:
    """Let Odoo make the database (it then has the extensions Odoo wants) and install modules."""
    building = f"{name}_build"
    say(f"building the template database {name}: {' '.join(modules)}")
    drop(odoo, building)
    if base:
        clone(odoo, base, building)
    if not our_demo:
        # Odoo loads a module's demo data when everything it stands on has its own.
        odoo.cluster.sql(FORGET_DEMO, building)
    log = kind_dir(odoo.cluster.kind) / f"{name}.log"
    odoo.batch(building, "--with-demo", "-i", ",".join(modules), log=log, strict=True)
    check(odoo, building)
    if not our_demo:
        odoo.cluster.sql(RECALL_DEMO, building)
    odoo.cluster.sql(STAY_AT_HOME, building)
    odoo.cluster.sql("vacuum analyze", building)
    rename(odoo, building, name)
    say(f"template database {name} is ready")


def _forget_old(odoo: Odoo) -> None:
    """Drop templates of earlier states, but the last few: a test run beside us may need one."""
    for half in odoo.cluster.sql(
        f"select datname from pg_database where datname ~ '^{OURS}.*_build$'"
    ):
        drop(odoo, half)  # of a build that failed: nobody else builds while we hold the lock
    for kind in ("core", "suite"):
        pattern = f"^{OURS}{kind}_[0-9a-f]{{12}}$"
        query = f"select datname from pg_database where datname ~ '{pattern}' order by oid desc"
        for name in odoo.cluster.sql(query)[KEEP:]:
            drop(odoo, name)


def clone_name() -> str:
    """A name for the database of this very test run; it carries the process that owns it."""
    return f"{CLONE_PREFIX}{os.getpid()}"


def drop_orphans(odoo: Odoo) -> None:
    """Drop databases whose test run was killed."""
    query = f"select datname from pg_database where datname ~ '^{CLONE_PREFIX}[0-9]+'"
    for name in odoo.cluster.sql(query):
        owner = int(name.removeprefix(CLONE_PREFIX).split("_")[0].split("-")[0])
        if not _alive(owner):
            drop(odoo, name)


def drop_run(odoo: Odoo, name: str) -> None:
    """Drop a run's database with the copies that parallel workers made of it."""
    query = f"select datname from pg_database where datname = '{name}' or datname ~ '^{name}[-_]'"
    for each in odoo.cluster.sql(query):
        drop(odoo, each)


def _alive(process: int) -> bool:
    return subprocess.run(["kill", "-0", str(process)], capture_output=True).returncode == 0
