# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everything a command needs before it can do its work, the slow parts side by side."""

import os
from concurrent.futures import ThreadPoolExecutor

from house import config, environment, source
from house.cluster import Cluster
from house.odoo import Odoo
from house.paths import ensure_local
from house.system import ensure_packages


def odoo(kind: str, *, refresh: bool = False, **options: object) -> Odoo:
    """A ready Odoo of this kind: packages, tree, libraries, server, configuration."""
    ensure_local()
    cluster = Cluster(kind)
    # apt first: it locks the machine, and the rest needs what it brings.
    # Who has an Odoo of his own may have an interpreter for it, too.
    wanted = [] if os.environ.get("ODOO_SOURCE") else ["python3-venv"]
    ensure_packages(*wanted, *([] if cluster.external else ["postgresql"]))
    with ThreadPoolExecutor(3) as pool:
        tree = pool.submit(source.get, refresh=refresh)
        interpreter = pool.submit(environment.run_python if kind == "run" else environment.python)
        server = pool.submit(cluster.start)
        server.result()
        found = tree.result()
        python = interpreter.result()
    conf = config.write(found, cluster, **options)
    return Odoo(found, python, cluster, conf)
