# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The import with check: 50,000 rows, its longest slice, and the same file once more."""

import csv
import io
import time
from typing import Any

from base import copy_of, environment_of, house_odoo, registry, sized
from dedup.crm_base import generate
from table import Row

BASE = 10_000
ROWS = 50_000
SEED = 77
# A cron worker of Odoo may use 60 s of CPU for one piece of work.
LONGEST = 30.0
COLUMNS = {"name": "name", "phone": "phone", "email": "email", "city": "city", "street": "street"}
OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8", "skip": 0}
OPTIONS |= {"float_thousand_separator": ",", "float_decimal_separator": "."}
OPTIONS |= {"date_format": "", "datetime_format": ""}


def measure() -> list[Row]:
    """Check and import a file, then the same file again."""
    odoo = house_odoo()
    with copy_of(odoo, sized(odoo, BASE)) as name:
        registered = registry(name)
        first = _run(registered)
        second = _run(registered)
    changed = second["created"] + second["updated"]
    return [
        _row("check of a file", first["check"], first["check_slice"]),
        _row("import of the file", first["import"], first["import_slice"]),
        Row("the same file again", f"{ROWS:,} rows", f"{changed} changed", "0", not changed),
    ]


def _row(what: str, seconds: float, longest: float) -> Row:
    told = f"{seconds:.0f} s, longest slice {longest:.1f} s"
    return Row(what, f"{ROWS:,} rows", told, f"slice ≤ {LONGEST:.0f} s", longest <= LONGEST)


def _file() -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for record in generate(ROWS, SEED).records:
        writer.writerow([record.get(key) or "" for key in COLUMNS.values()])
    return text.getvalue().encode()


def _run(registered: Any) -> dict[str, Any]:
    """Import the file; seconds of the two parts, of their longest slices, and the counts."""
    figures: dict[str, Any] = {}
    with registered.cursor() as cr:
        env = environment_of(cr)
        values = {"res_model": "res.partner", "file": _file(), "file_name": "base.csv"}
        loaded = env["base_import.import"].create({**values, "file_type": "text/csv"})
        action = loaded.check_duplicates(list(COLUMNS), dict(OPTIONS))["action"]
        cr.commit()
        started = env["crm.dedup.import"].browse(action["res_id"])
        figures["check"], figures["check_slice"] = _slices(started, "checking")
        started.action_import()
        figures["import"], figures["import_slice"] = _slices(started, "importing")
        figures["created"], figures["updated"] = started.count_created, started.count_updated
    return figures


def _slices(started: Any, state: str) -> tuple[float, float]:
    """Run slices until the state is over; seconds of all and of the longest."""
    spent = []
    while started.state == state:
        begin = time.perf_counter()
        (started._check_slice if state == "checking" else started._apply_slice)()
        started.env.cr.commit()
        started.env.invalidate_all()
        spent.append(time.perf_counter() - begin)
    return sum(spent), max(spent)
