# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The search for duplicates in the database: the whole base, what changed, one card.

``SIZES=10k,100k,1m`` chooses the sizes; without it 10k and 100k are measured.
"""

import os
import time
from collections.abc import Callable
from random import Random
from typing import Any

import cards
from base import environment_of, house_odoo, registry
from table import Row

from house.paths import say

# Bars: seconds of a whole scan, milliseconds of a look-up (95 of 100), of typed values.
WHOLE = {"100k": 90.0, "1m": 360.0}
LOOK_UP = {"100k": 10.0, "1m": 25.0}
TYPED = 100.0
CHANGES, CHANGED_SECONDS = 1_000, 5.0
LOOK_UPS = 200
FOUND = """
    SELECT LEAST(left_id, right_id) - %(offset)s, GREATEST(left_id, right_id) - %(offset)s
      FROM crm_dedup_match
     WHERE relation = 'duplicate' AND left_id > %(offset)s AND right_id > %(offset)s
"""


def measure() -> list[Row]:
    """All rows of all sizes."""
    odoo = house_odoo()
    rows: list[Row] = []
    for size in os.environ.get("SIZES", "10k,100k").split(","):
        with cards.loaded(odoo, "scan", size) as (name, truth):
            rows.append(_whole(name, size, truth))
            odoo.cluster.sql("vacuum analyze", name)
            rows += [*_look_ups(name, size), _incremental(name, size)]
    return rows


def _whole(name: str, size: str, truth: set[tuple[int, int]]) -> Row:
    """From empty key tables to stored matches, explanations and clusters."""
    say(f"scanning {size} cards")
    with registry(name).cursor() as cr:
        env = environment_of(cr)
        began = time.perf_counter()
        counts = env["crm.dedup.engine"].scan()
        cr.commit()
        seconds = time.perf_counter() - began
        cr.execute(FOUND, {"offset": cards.OFFSET})
        found = set(cr.fetchall())
    right = len(found & truth)
    f1 = 2 * right / (len(found) + len(truth))
    bar = WHOLE.get(size)
    return Row(
        f"whole scan, {counts['clusters']} clusters (F1 {f1:.3f})", size, f"{seconds:.1f} s",
        f"≤ {bar:.0f} s" if bar else "", not bar or seconds <= bar,
    )  # fmt: skip


def _look_ups(name: str, size: str) -> list[Row]:
    """One card at a time, each in a fresh cache, as a form asks for it."""
    with registry(name).cursor() as cr:
        env = environment_of(cr)
        leads = env["crm.lead"].search([("id", ">", cards.OFFSET)], order="id").ids
        chosen = Random(cards.SEED).sample(leads, LOOK_UPS)
        engine = env["crm.dedup.engine"]
        saved = _percentile(env, chosen, engine.find_matches)
        typed = _percentile(
            env, chosen, lambda lead: engine.check_values("crm.lead", [_values(lead)])
        )
    bar = LOOK_UP.get(size)
    return [
        Row("find_matches of one card, p95", size, f"{saved:.1f} ms",
            f"≤ {bar:.0f} ms" if bar else "", not bar or saved <= bar),
        Row("check_values of one form, p95", size, f"{typed:.1f} ms", f"< {TYPED:.0f} ms",
            typed < TYPED),
    ]  # fmt: skip


def _values(lead: Any) -> dict[str, Any]:
    names = ("contact_name", "partner_name", "phone", "email_from", "city", "street", "zip")
    return {**{name: lead[name] for name in names}, "country_id": lead.country_id.id}


def _percentile(env: Any, ids: list[int], ask: Callable[[Any], object]) -> float:
    """Milliseconds that 95 of 100 stay below."""
    for card_id in ids[:5]:
        ask(env["crm.lead"].browse(card_id))
    spent = []
    for card_id in ids:
        env.invalidate_all()
        lead = env["crm.lead"].browse(card_id)
        lead.fetch(["contact_name", "country_id"])
        began = time.perf_counter()
        ask(lead)
        spent.append(time.perf_counter() - began)
    return sorted(spent)[int(len(spent) * 0.95)] * 1000


def _incremental(name: str, size: str) -> Row:
    """A thousand cards change through the ORM; only they are looked at again."""
    with registry(name).cursor() as cr:
        env = environment_of(cr)
        leads = env["crm.lead"].search([("id", ">", cards.OFFSET)], order="id", limit=CHANGES)
        for number, lead in enumerate(leads):
            lead.with_context(tracking_disable=True).street = f"New street {number}"
        cr.commit()
        began = time.perf_counter()
        counts = env["crm.dedup.engine"].scan(full=False)
        cr.commit()
        seconds = time.perf_counter() - began
    if counts["profiles"] < CHANGES:
        raise RuntimeError(f"only {counts['profiles']} cards were looked at")
    return Row(
        f"scan after {CHANGES} changes", size, f"{seconds:.1f} s",
        f"≤ {CHANGED_SECONDS:.0f} s", seconds <= CHANGED_SECONDS,
    )  # fmt: skip
