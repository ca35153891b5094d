# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's count of similar leads in a list: ours beside core's own, in the same process."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from base import copy_of, environment_of, house_odoo, registry, sized
from table import Row

from house.paths import say

SIZE = 100_000
LIST = 80
ROUNDS = 7
FIELDS = ("duplicate_lead_ids", "duplicate_lead_count")

# Every fourth lead shares its phone, every fifth comes from a firm of ten, every third has a
# customer, some of them people of one company.
SHARE = """
UPDATE res_partner p SET parent_id = c.id, commercial_partner_id = c.id
  FROM res_partner c WHERE c.name = 'Customer ' || (substr(p.name, 10)::int / 20 * 20)
   AND p.name ~ '^Customer [0-9]+$' AND p.id <> c.id AND c.is_company AND NOT p.is_company;
UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL;
UPDATE crm_lead l
   SET phone_sanitized = CASE WHEN n %% 4 = 0 THEN '+38050' || (1000001 + n)
                              ELSE l.phone_sanitized END,
       email_domain_criterion = CASE WHEN n %% 5 = 0 THEN '@firm' || (n / 50) || '.example'
                                     ELSE l.email_normalized END,
       partner_id = CASE WHEN n %% 3 = 0 THEN p.id END
  FROM (SELECT id, substr(name, 6)::int AS n FROM crm_lead WHERE name ~ '^Lead [0-9]+$') s
  JOIN res_partner p ON p.name = 'Customer ' || s.n
 WHERE l.id = s.id;
"""


def measure() -> list[Row]:
    """Time and queries for a list of 80 leads, and the queries for one of 8."""
    odoo = house_odoo()
    with copy_of(odoo, sized(odoo, SIZE)) as name:
        say("sharing phones, domains and customers")
        with registry(name).cursor() as cr:
            cr.execute(SHARE, ())
        odoo.cluster.sql("vacuum analyze crm_lead, res_partner", name)
        with registry(name).cursor() as cr:
            return _measured(environment_of(cr))


def _measured(env: Any) -> list[Row]:
    from odoo.addons.crm.models.crm_lead import CrmLead

    leads = env["crm.lead"].search([("name", "=like", "Lead %")], order="id", limit=LIST * ROUNDS)
    lists = [leads[n * LIST : (n + 1) * LIST] for n in range(ROUNDS)]
    ours = [_one(some, _ours) for some in lists]
    core = [_one(some, CrmLead._compute_potential_lead_duplicates) for some in lists]
    if [found for *_cost, found in ours] != [found for *_cost, found in core]:
        raise RuntimeError("core finds other leads than we do")
    small = _one(lists[1][:8], _ours)
    our_time = statistics.median(seconds for seconds, *_rest in ours) * 1000
    core_time = statistics.median(seconds for seconds, *_rest in core) * 1000
    ratio = core_time / our_time
    size = f"{LIST} of {SIZE // 1000}k leads"
    counts = f"{ours[1][1]} ({small[1]} for 8 leads)"
    return [
        Row("similar leads in a list", size, f"{our_time:.1f} ms", "10 times faster",
            ratio >= 10, f"core {core_time:.1f} ms", ratio),
        Row("queries of that list", size, counts, "as many as for 8 leads",
            ours[1][1] == small[1], f"core {core[1][1]}", core[1][1] / ours[1][1]),
    ]  # fmt: skip


def _ours(leads: Any) -> None:
    leads.sudo()._compute_potential_lead_duplicates()


def _one(leads: Any, compute: Callable[[Any], None]) -> tuple[float, int, list[Any]]:
    """Seconds, queries and results; what both need, the leads' own columns, is read before."""
    env = leads.env
    env.flush_all()
    env.invalidate_all()
    leads.fetch(["email_domain_criterion", "phone_sanitized", "partner_id"])
    leads.partner_id.fetch(["commercial_partner_id"])
    before, began = env.cr.sql_log_count, time.perf_counter()
    with env.protecting([leads._fields[name] for name in FIELDS], leads):
        compute(leads)
    spent = time.perf_counter() - began
    queries = env.cr.sql_log_count - before
    return spent, queries, [(lead.duplicate_lead_ids.ids, lead.duplicate_lead_count)
                            for lead in leads]  # fmt: skip
