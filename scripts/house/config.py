# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The odoo.conf files of the house (production's is odoo.conf.example)."""

import base64
import secrets
from pathlib import Path

from house.cluster import Cluster
from house.paths import ADDONS, LOCAL, HouseError, read_text, write_atomic
from house.source import Source

DATABASE = "demo"


def kind_dir(kind: str) -> Path:
    """Configuration, filestore, logs and state of ``run`` or ``test``."""
    return LOCAL / kind


def addons_path(source: Source) -> str:
    """Our add-ons first, then Odoo's."""
    paths = [str(path) for path in (ADDONS, *source.addons)]
    for path in paths:
        if "," in path:
            raise HouseError(f"Odoo cannot have a comma in the path of its add-ons: {path}")
    return ",".join(paths)


def write(source: Source, cluster: Cluster, **options: object) -> Path:
    """Write the configuration of a kind; ``options`` win over the common ones."""
    folder = kind_dir(cluster.kind)
    server = cluster.env()
    values: dict[str, object] = {
        "addons_path": addons_path(source),
        "data_dir": folder / "data",
        "db_host": server.get("PGHOST", False),
        "db_port": server.get("PGPORT", False),
        "db_user": server.get("PGUSER", False),
        "http_interface": "127.0.0.1",
        "list_db": False,
        "admin_passwd": master_password(),
        "with_demo": True,
        "screenshots": folder / "screenshots",
    }
    text = "".join(f"{key} = {value}\n" for key, value in (values | options).items())
    path = folder / "odoo.conf"
    write_atomic(path, f"[options]\n{text}", mode=0o600)
    return path


def master_password() -> str:
    """The database manager's password: random, made once, kept for us alone."""
    path = LOCAL / "master-password"
    if not read_text(path):
        write_atomic(path, secrets.token_urlsafe(24), mode=0o600)
    return read_text(path)


def telephony_key() -> str:
    """The key that seals secrets of telephone exchanges: random, made once, kept for us alone.

    It goes to Odoo by the environment: of an option that core does not know it warns at each start.
    """
    path = LOCAL / "telephony-key"
    if not read_text(path):
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        write_atomic(path, key, mode=0o600)
    return read_text(path)
