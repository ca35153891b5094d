# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Profiles as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .encode import ENCODERS, width
from .profile import SEPARATOR, Profile
from .rules import Rules

Codes = npt.NDArray[np.int32]
Texts = npt.NDArray[Any]
Index = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one comparison: a matrix of codes (slot × record), one text a record."""

    codes: Codes
    texts: Texts


@dataclass(frozen=True, slots=True)
class Batch:
    """Records as columns; a record is known by its position."""

    flags: Codes
    columns: tuple[Columns, ...]

    @classmethod
    def from_profiles(cls, profiles: Sequence[Profile], rules: Rules) -> Batch:
        """Make a batch of profiles just built."""
        return cls.from_rows([p.codes for p in profiles], [p.texts for p in profiles], rules)

    @classmethod
    def from_rows(cls, codes: Sequence[bytes], texts: Sequence[str], rules: Rules) -> Batch:
        """Make a batch of what was stored."""
        flat = np.frombuffer(b"".join(bytes(row) for row in codes), dtype="<i4")
        matrix = np.ascontiguousarray(flat.reshape(-1, width(rules)).T).astype(np.int32, copy=False)
        split = [text.split(SEPARATOR) for text in texts]
        columns: list[Columns] = []
        start = 1
        for index, (_field, kind) in enumerate(rules.columns):
            stop = start + ENCODERS[kind][0]
            column = np.empty(len(split), dtype=object)
            column[:] = [parts[index] for parts in split]
            columns.append(Columns(matrix[start:stop], column))
            start = stop
        return cls(matrix[0], tuple(columns))

    def __len__(self) -> int:
        return len(self.flags)
