# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Builds profiles in processes of their own, for a whole base on all cores.

A process knows nothing but this package: it reads batches of records from its input and writes
their profiles to its output.
"""

from __future__ import annotations

import pickle
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any

from .profile import Profile, build_all
from .rules import Rules

_FOLDER = Path(__file__).resolve().parents[1]
# The packages above this one are made empty under the names they have here: nothing of them runs,
# and the classes have the same names in both processes.
_START = """
import importlib, sys, types
folder, name = sys.argv[1:]
parts = name.split(".")
for end in range(1, len(parts) - 1):
    package = types.ModuleType(".".join(parts[:end]))
    package.__path__ = [folder] if end == len(parts) - 2 else []
    sys.modules[package.__name__] = package
importlib.import_module(name).main(sys.stdin.buffer, sys.stdout.buffer)
"""
_SIZE = struct.Struct("<Q")


class Workshop:
    """A number of processes that build profiles by the same rules; to be used with ``with``.

    >>> from .rules import DEFAULT_RULES
    >>> with Workshop(DEFAULT_RULES, 1) as workshop:
    ...     [profile] = workshop.submit([{"id": 1, "name": "Ann Lee"}]).result()
    >>> [profile] == build_all([{"id": 1, "name": "Ann Lee"}], DEFAULT_RULES)
    True
    """

    def __init__(self, rules: Rules, count: int) -> None:
        self._rules = rules
        self._free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._processes = [self._start() for _n in range(count)]
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="profiles")

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", _START, str(_FOLDER), __name__]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        _send(_pipe(process.stdin), self._rules)
        self._free.put(process)
        return process

    def submit(self, records: Sequence[Mapping[str, object]]) -> Future[list[Profile]]:
        """Build the profiles of these records in order, as soon as a process is free."""
        return self._threads.submit(self._work, [dict(record) for record in records])

    def _work(self, records: list[dict[str, object]]) -> list[Profile]:
        process = self._free.get()
        _send(_pipe(process.stdin), records)
        rows = _receive(_pipe(process.stdout))
        if rows is None:
            raise RuntimeError("a process that builds profiles died")
        self._free.put(process)
        return [Profile(*row) for row in rows]

    def __enter__(self) -> Workshop:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error:
            for process in self._processes:
                process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            with suppress(BrokenPipeError):  # what it did not take it will not need
                _pipe(process.stdin).close()
            _pipe(process.stdout).close()
            process.wait()


def main(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Build what comes in until the input ends."""
    rules = _receive(requests)
    while (records := _receive(requests)) is not None:
        _send(answers, [tuple(profile) for profile in build_all(records, rules)])


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("the process has no pipe")
    return stream


def _send(stream: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    stream.write(_SIZE.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    """Read one value; None when the other side is gone."""
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        return None
    # Both ends of the pipe are ours.
    return pickle.loads(stream.read(_SIZE.unpack(head)[0]))  # noqa: S301
