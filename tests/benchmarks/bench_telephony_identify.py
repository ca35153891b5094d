# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whose number is it: one caller at a time, in a base with a million calls."""

import random
import time
from typing import Any

from base import environment_of, house_odoo, registry
from calls import sized
from table import Row

PARTNERS, CALLS = 300_000, 1_000_000
LOOKUPS = 1_000
BAR = 5.0


def measure() -> list[Row]:
    """Milliseconds of a look-up: of known callers, of strangers, of an end of nine digits."""
    odoo = house_odoo()
    chance = random.Random(1)
    callers = {
        "known caller": lambda: f"+38067{1_000_001 + chance.randrange(PARTNERS):07}",
        "stranger": lambda: f"+38063{chance.randrange(10**7):07}",
        "known by the last nine digits": lambda: f"+4867{1_000_001 + chance.randrange(PARTNERS)}",
    }
    size = f"{PARTNERS // 1000}k customers, {PARTNERS // 3000}k leads, {CALLS // 10**6}M calls"
    rows = []
    with registry(sized(odoo, PARTNERS, CALLS)).cursor() as cr:
        env = environment_of(cr)
        for who, number in callers.items():
            spent = sorted(_milliseconds(env, number()) for _lookup in range(LOOKUPS + 20))
            p95 = spent[int(len(spent) * 0.95)]
            median = spent[len(spent) // 2]
            ours = f"{p95:.1f} ms (median {median:.1f} ms)"
            rows.append(Row(f"{who}, p95", size, ours, f"≤ {BAR:.0f} ms", p95 <= BAR))
        cr.rollback()
    return rows


def _milliseconds(env: Any, number: str) -> float:
    # Cards are read by SQL each time: no cache answers.
    began = time.perf_counter()
    env["telephony.caller"]._find([number], env.company)
    return (time.perf_counter() - began) * 1000
