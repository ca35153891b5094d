# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What creating a lead costs with the add-on, beside core with the same indexes and stock core.

All three in databases of Odoo's own making (with ``pg_trgm``), with the same rows in core's
tables, each measured in turns so that a busy moment meets all of them.
"""

import statistics
import time
from contextlib import ExitStack
from typing import Any

from base import LOAD, TEMPLATE, close, environment_of, house_odoo, registry, sized
from table import Row

from house import database
from house.odoo import Odoo
from house.paths import say

SIZE = 100_000
ROUNDS, PER_ROUND = 12, 8
INDEXES = {
    "res_partner_dedup_email_idx": "res_partner (email_normalized)",
    "res_partner_dedup_phone_idx": "res_partner (phone_sanitized)",
    "crm_lead_dedup_email_idx": "crm_lead (email_normalized)",
}
DESCRIBED = """
    SELECT 'extensions: ' || string_agg(extname, ', ' ORDER BY extname) FROM pg_extension
    UNION ALL
    SELECT tablename || ': ' || string_agg(indexname, ', ' ORDER BY indexname) FROM pg_indexes
     WHERE tablename IN ('crm_lead', 'res_partner') GROUP BY tablename
"""


def measure() -> list[Row]:
    """Time of one ORM create of a lead in each database."""
    odoo = house_odoo()
    ours = sized(odoo, SIZE)
    with registry(ours).cursor() as cr:
        environment_of(cr)["crm.dedup.profile"]._cron_fill()
    bases = {
        "ours": ours,
        "core with the same indexes": _core(odoo, "same", indexed=True),
        "stock core": _core(odoo, "stock", indexed=False),
    }
    for label, name in bases.items():
        for line in odoo.cluster.sql(DESCRIBED, name):
            say(f"{label}: {line}")
    spent = _spent(bases)
    for label in ("core with the same indexes", "stock core"):
        close(bases[label])
        database.drop(odoo, bases[label])
    mine, same, stock = (spent[label] for label in bases)
    size = f"{SIZE // 1000}k + {SIZE // 1000}k"
    return [
        Row("create a lead, core with the same indexes", size, f"{mine:.1f} ms", "≤ 1.35 × core",
            mine <= 1.35 * same, f"{same:.1f} ms", same / mine),
        Row("create a lead, stock core", size, f"{mine:.1f} ms", "less than stock core",
            mine < stock, f"{stock:.1f} ms", stock / mine),
    ]  # fmt: skip


def _core(odoo: Odoo, kind: str, *, indexed: bool) -> str:
    """A database of core alone with the same leads and customers."""
    name = f"core_{kind}_{TEMPLATE}"[:60]
    database.drop(odoo, name)
    database.clone(odoo, database.core_template(odoo), name)
    with registry(name).cursor() as cr:
        env = environment_of(cr)
        env.company.country_id = env.ref("base.ua")
        admin = env.ref("base.user_admin")
        admin.company_ids |= env.company
        team = env["crm.team"].search([], limit=1)
        env.flush_all()
        cr.execute(
            LOAD,
            {
                "size": SIZE,
                "company": env.company.id,
                "team": team.id,
                "user": admin.id,
                "stage": env["crm.stage"].search([], limit=1).id,
            },
        )
        for index, column in INDEXES.items() if indexed else ():
            cr.execute(f"CREATE INDEX {index} ON {column}")
    odoo.cluster.sql("vacuum analyze", name)
    return name


def _spent(bases: dict[str, str]) -> dict[str, float]:
    """Milliseconds of one create in each database: medians of rounds taken in turns."""
    spent: dict[str, list[float]] = {label: [] for label in bases}
    with ExitStack() as stack:
        cursors = {
            label: stack.enter_context(registry(name).cursor()) for label, name in bases.items()
        }
        for number in range(ROUNDS + 1):
            for label, cr in cursors.items():
                spent[label].append(_round(environment_of(cr), number))
        for cr in cursors.values():
            cr.rollback()
    return {label: statistics.median(rounds[1:]) * 1000 for label, rounds in spent.items()}


def _round(env: Any, number: int) -> float:
    began = time.perf_counter()
    for n in range(number * PER_ROUND, (number + 1) * PER_ROUND):
        env["crm.lead"].create(
            {
                "name": f"New lead {n}",
                "contact_name": f"Ivan Petrenko {n}",
                "phone": f"+38063{1_000_000 + n}",
                "email_from": f"petrenko{n}@new{n}.example.org",
                "user_id": env.ref("base.user_admin").id,
                "city": "Kyiv",
            }
        )
        env.flush_all()
        env.invalidate_all()
    return (time.perf_counter() - began) / PER_ROUND
