# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command line."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from .app import Bridge
from .check import check
from .config import Config, ConfigError, load
from .spool import SpoolError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bridge, or only look whether it could."""
    parser = argparse.ArgumentParser(
        prog="crm_telephony_bridge", description="Tells Odoo of the calls of a PBX."
    )
    parser.add_argument("--config", type=Path, required=True, help="the TOML file")
    parser.add_argument("--check", action="store_true", help="look whether everything works")
    options = parser.parse_args(arguments)
    try:
        config = load(options.config)
        if options.check:
            return asyncio.run(check(config, sys.stdout.write))
        _log_to_stderr(config)
        asyncio.run(Bridge(config).run())
    except (ConfigError, SpoolError) as error:
        sys.stderr.write(f"bridge: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _log_to_stderr(config: Config) -> None:
    # systemd writes down when.
    logging.basicConfig(
        level=config.log.upper(), format="%(levelname)s %(message)s", stream=sys.stderr
    )
    for warning in config.warnings:
        logging.getLogger(__name__).warning("%s", warning)
