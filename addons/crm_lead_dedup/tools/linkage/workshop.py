# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Builds and weighs profiles in processes of their own, for a whole base on all cores.

A process knows nothing but this package: it reads batches of records from its input and writes
their profiles to its output, or pairs of profiles that lie in files, and writes their scores.
"""

from __future__ import annotations

import gc
import pickle
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any

from .batch import Batch
from .blocks import Met
from .figures import Figures
from .profile import Profile, build_all
from .rules import Rules
from .scoring import Scores
from .shelf import Shelf
from .weighing import Weighed, weigh

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
_FIGURES = "figures"


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
        # While a process works, a second thread packs what it gets next and unpacks what it gave.
        self._threads = ThreadPoolExecutor(count * 2, thread_name_prefix="profiles")

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", _START, str(_FOLDER), __name__]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        _send(_pipe(process.stdin), self._rules)
        self._free.put(process)
        return process

    def submit(self, records: Sequence[Mapping[str, object]]) -> Future[list[Profile]]:
        """Build the profiles of these records in order, as soon as a process is free.

        Until then the records must not change; what is cancelled in time is not begun.
        """
        return self._threads.submit(self._build, records)

    def weigh(self, folder: Path, met: Met) -> Future[Weighed]:
        """Weigh pairs of the profiles that ``lay_out`` put into a folder."""
        return self._threads.submit(self._weigh, folder, met)

    def _build(self, records: Sequence[Mapping[str, object]]) -> list[Profile]:
        return [Profile(*row) for row in self._work(([dict(each) for each in records], None))]

    def _weigh(self, folder: Path, met: Met) -> Weighed:
        columns, weighed = self._work((folder, tuple(met)))
        return Weighed(**weighed, scores=Scores(**columns, rules=self._rules))

    def _work(self, request: tuple[object, object]) -> Any:
        packed = _packed(request)
        process = self._free.get()
        try:
            _write(_pipe(process.stdin), packed)
            answer = _read(_pipe(process.stdout))
        finally:
            # One that died is free as well: whoever waits for it is to learn of it.
            self._free.put(process)
        if answer is None:
            raise RuntimeError("a process that builds profiles died")
        return _unpacked(answer)

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


def lay_out(folder: Path, shelves: Iterable[Shelf], rules: Rules) -> Figures:
    """Write profiles to a folder, with the figures of them all by which to weigh them."""
    figures = Figures.of(_laid(folder, shelves, rules), rules)
    (folder / _FIGURES).write_bytes(pickle.dumps(figures))
    return figures


def _laid(folder: Path, shelves: Iterable[Shelf], rules: Rules) -> Iterator[Batch]:
    for shelf in shelves:
        shelf.append(folder)
        yield shelf.without_texts(rules)


def main(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Do what comes in until the input ends."""
    gc.disable()  # profiles have no cycles, and the search for them looks at each again and again
    rules = _receive(requests)
    laid_out: dict[Path, tuple[Shelf, Figures]] = {}
    while (request := _receive(requests)) is not None:
        what, pairs = request
        if pairs is None:
            _send(answers, [tuple(profile) for profile in build_all(what, rules)])
            continue
        if what not in laid_out:
            with (what / _FIGURES).open("rb") as file:
                laid_out[what] = Shelf.of_files(what), pickle.load(file)  # noqa: S301
        shelf, figures = laid_out[what]
        weighed = weigh(shelf, Met(*pairs), rules, figures)._asdict()
        scores = weighed.pop("scores")
        columns = {each.name: getattr(scores, each.name) for each in fields(scores)}
        del columns["rules"]
        _send(answers, (columns, weighed))


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("the process has no pipe")
    return stream


def _send(stream: IO[bytes], value: object) -> None:
    _write(stream, _packed(value))


def _receive(stream: IO[bytes]) -> Any:
    """Read one value; None when the other side is gone."""
    data = _read(stream)
    return None if data is None else _unpacked(data)


def _packed(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _unpacked(data: bytes) -> Any:
    # Both ends of the pipe are ours.
    return pickle.loads(data)  # noqa: S301


def _write(stream: IO[bytes], data: bytes) -> None:
    stream.write(_SIZE.pack(len(data)))
    stream.write(data)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes | None:
    """Read what was packed; None when the other side is gone."""
    head = stream.read(_SIZE.size)
    return stream.read(_SIZE.unpack(head)[0]) if len(head) == _SIZE.size else None
