# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Processes we started: told apart from others that later got the same number."""

import contextlib
import os
import signal
import time
from pathlib import Path


def birth(process: int) -> str:
    """When a process began, in the kernel's own count; empty when it is gone."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]


def mark(process: int) -> str:
    """What to note of a process, to know it again."""
    return f"{process}:{birth(process)}"


def is_alive(noted: str) -> bool:
    """Whether the process noted is still the same one and runs.

    >>> is_alive(mark(os.getpid())), is_alive(f"{os.getpid()}:1"), is_alive("")
    (True, False, False)
    """
    number, _, born = noted.partition(":")
    return bool(number.isdigit() and born) and birth(int(number)) == born


def stop(noted: str, patience: float = 30) -> None:
    """End a process, politely first; its whole session when it does not listen."""
    if not is_alive(noted):
        return
    number = int(noted.partition(":")[0])
    os.kill(number, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while is_alive(noted):
        with contextlib.suppress(ChildProcessError):
            os.waitpid(number, os.WNOHANG)
        if time.monotonic() > deadline:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(number, signal.SIGKILL)
            deadline += 10
        time.sleep(0.05)
