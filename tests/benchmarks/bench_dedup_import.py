# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The import with check: 50,000 rows, its longest slice, and the same file once more."""

import csv
import io
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from base import copy_of, environment_of, house_odoo, registry, sized
from dedup.crm_base import generate
from table import Row

BASE = 10_000
ROWS = 50_000
SEED = 77
# A cron worker of Odoo may use 60 s of CPU for one piece of work; memory is above the idle worker.
LONGEST, MEMORY = 30.0, 512
# The one request in which a person waits.
REQUEST = 30.0
STATUS, PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")
COLUMNS = {"name": "name", "phone": "phone", "email": "email", "city": "city", "street": "street"}
OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8", "skip": 0}
OPTIONS |= {"float_thousand_separator": ",", "float_decimal_separator": "."}
OPTIONS |= {"date_format": "", "datetime_format": ""}


@dataclass(frozen=True, slots=True)
class Part:
    """Checking or importing: seconds of all slices, of CPU, of the longest, and memory."""

    seconds: float
    cpu: float
    longest: float
    mebibytes: int


def measure() -> list[Row]:
    """Check and import a file, then the same file again."""
    odoo = house_odoo()
    with copy_of(odoo, sized(odoo, BASE)) as name:
        registered = registry(name)
        first = _run(registered)
        second = _run(registered)
    changed = second["created"] + second["updated"]
    return [
        Row(
            "handing the file over",
            f"{ROWS:,} rows",
            f"{first['start']:.1f} s",
            f"≤ {REQUEST:.0f} s",
            first["start"] <= REQUEST,
        ),
        _row("check of a file", first["check"]),
        _row("import of the file", first["import"]),
        Row("the same file again", f"{ROWS:,} rows", f"{changed} changed", "0", not changed),
    ]


def _row(what: str, part: Part) -> Row:
    told = (
        f"{part.seconds:.0f} s ({part.cpu:.0f} s of them the worker's CPU), longest slice"
        f" {part.longest:.1f} s CPU, {part.mebibytes} MiB"
    )
    bar = f"slice ≤ {LONGEST:.0f} s CPU, ≤ {MEMORY} MiB"
    return Row(
        what, f"{ROWS:,} rows", told, bar, part.longest <= LONGEST and part.mebibytes <= MEMORY
    )


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
        began = time.perf_counter()
        loaded = env["base_import.import"].create({**values, "file_type": "text/csv"})
        action = loaded.check_duplicates(list(COLUMNS), dict(OPTIONS))["action"]
        cr.commit()
        figures["start"] = time.perf_counter() - began
        started = env["crm.dedup.import"].browse(action["res_id"])
        figures["check"] = _slices(started, "checking")
        started.action_import()
        figures["import"] = _slices(started, "importing")
        figures["created"], figures["updated"] = started.count_created, started.count_updated
    return figures


def _slices(started: Any, state: str) -> Part:
    """Run slices until the state is over."""
    spent = []
    PEAK.write_text("5")
    idle = _memory("VmRSS")
    began = time.perf_counter()
    while started.state == state:
        before = time.process_time()
        (started._check_slice if state == "checking" else started._apply_slice)()
        started.env.cr.commit()
        started.env.invalidate_all()
        spent.append(time.process_time() - before)
    grown = _memory("VmHWM") - idle
    return Part(time.perf_counter() - began, sum(spent), max(spent), grown)


def _memory(name: str) -> int:
    """MiB of this process: what it has (``VmRSS``) or had at most (``VmHWM``)."""
    lines = STATUS.read_text().splitlines()
    [line] = [line for line in lines if line.startswith(f"{name}:")]
    return int(line.split()[1]) // 1024
