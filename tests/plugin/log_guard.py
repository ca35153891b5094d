# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""pytest plug-in: notes every warning and error that reaches the Odoo log during the tests.

A test that provokes a warning on purpose catches it (``assertLogs``, ``mute_logger``): what still
arrives here nobody expected, and ``make test`` counts it as a failure.
"""

import json
import logging
import os
import re
from pathlib import Path

# Noise of core itself: (logger, message, why it is not ours to silence).
CORE_NOISE: list[tuple[str, str, str]] = []


def is_noise(logger: str, message: str, known: list[tuple[str, str, str]]) -> bool:
    """Whether a line is one of core's own that we know."""
    return any(re.fullmatch(a, logger) and re.search(b, message) for a, b, _why in known)


class LogGuard(logging.Handler):
    """Writes what it hears into a file of this process, one JSON object a line."""

    def __init__(self, folder: str) -> None:
        super().__init__(logging.WARNING)
        self.file = Path(folder) / f"{os.getpid()}.jsonl"

    def emit(self, record: logging.LogRecord) -> None:
        """Note one record with the test that was running."""
        message = self.format(record)
        if is_noise(record.name, message, CORE_NOISE):
            return
        noted = {
            "level": record.levelname,
            "logger": record.name,
            "message": message,
            "test": os.environ.get("PYTEST_CURRENT_TEST", "outside of a test"),
        }
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(noted) + "\n")


def pytest_configure() -> None:
    """Listen from here on (Odoo has set up its own logging before)."""
    logging.getLogger().addHandler(LogGuard(os.environ["HOUSE_LOG_DIR"]))
