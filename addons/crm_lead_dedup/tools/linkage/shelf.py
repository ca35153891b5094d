# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stored profiles as columns of bytes, in memory or in files that several processes read."""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .batch import Batch
from .blocks import Keys, Numbers, table
from .encode import width
from .rules import Rules

Bytes = bytes | mmap.mmap
# Whole numbers of four bytes, the high one first, one a record; and what has no fixed length.
NUMBERS = ("ids", "leads", "partners", "companies", "key_counts", "text_sizes")
COLUMNS = (*NUMBERS, "keys", "codes", "texts")


@dataclass(frozen=True, slots=True)
class Profiles:
    """Profiles ready to be weighed.

    :param companies: to which company each belongs, 0 for none.
    :param keys: record × blocking key, as ``blocks.table`` gives them.
    """

    companies: Numbers
    keys: Keys
    batch: Batch


@dataclass(frozen=True)
class Shelf:
    """Profiles by id in ascending order.

    :param columns: bytes of each of ``COLUMNS``: ``keys`` and ``codes`` as they stand in a
        profile, ``texts`` in UTF-8, one record after the other.
    """

    columns: Mapping[str, Bytes]
    _known: dict[str, Numbers] = field(default_factory=dict)

    @classmethod
    def of_files(cls, folder: Path) -> Shelf:
        """Open what ``append`` wrote."""
        return cls({name: _opened(folder / name) for name in COLUMNS})

    def append(self, folder: Path) -> None:
        """Write these profiles behind those that are in the folder."""
        for name, column in self.columns.items():
            with (folder / name).open("ab") as file:
                file.write(column)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def ids(self) -> Numbers:
        """The number of each profile."""
        return self.numbers("ids")

    @cached_property
    def _key_starts(self) -> Numbers:
        counts = self.numbers("key_counts")
        return np.cumsum(counts) - counts

    @cached_property
    def _text_ends(self) -> Numbers:
        return np.cumsum(self.numbers("text_sizes"))

    def numbers(self, name: str) -> Numbers:
        """Return a column of ``NUMBERS``."""
        if name not in self._known:
            column = np.frombuffer(self.columns[name], dtype=">i4")
            self._known[name] = column.astype(np.int64)
        return self._known[name]

    def profiles(self, places: Numbers, rules: Rules) -> Profiles:
        """Return the profiles at these places."""
        codes = self._codes(rules)[places]
        texts = self._texts(places)
        batch = Batch.from_table(codes, texts, rules)
        return Profiles(self.numbers("companies")[places], self._keys(places), batch)

    def without_texts(self, rules: Rules) -> Batch:
        """Return all profiles with their codes only."""
        return Batch.from_table(self._codes(rules), None, rules)

    def _codes(self, rules: Rules) -> npt.NDArray[np.int32]:
        return np.frombuffer(self.columns["codes"], dtype="<i4").reshape(-1, width(rules))

    def _texts(self, places: Numbers) -> list[str]:
        ends, sizes, column = self._text_ends, self.numbers("text_sizes"), self.columns["texts"]
        behind = ends[places].tolist()
        starts = (ends[places] - sizes[places]).tolist()
        return [str(column[start:end], "utf-8") for start, end in zip(starts, behind, strict=True)]

    def _keys(self, places: Numbers) -> Keys:
        counts = self.numbers("key_counts")[places]
        behind = np.cumsum(counts)
        rows = np.repeat(self._key_starts[places] - behind + counts, counts)
        rows += np.arange(len(rows))
        return table(np.frombuffer(self.columns["keys"], dtype="<i4")[rows], counts)


def _opened(path: Path) -> Bytes:
    if not path.exists() or not path.stat().st_size:
        return b""  # nothing cannot be mapped
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
