# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Profiles as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt

from .encode import ENCODERS, WORDS, width
from .profile import SEPARATOR, Profile
from .rules import Rules

Codes = npt.NDArray[np.int32]
Texts = npt.NDArray[Any]
Index = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one comparison.

    :param codes: slot × record.
    :param texts: one text a record; of names slot × record, one word each.
    :param places: where in ``texts`` the records are, when not all of them or in another order.
    """

    codes: Codes
    texts: Texts
    places: Index | None = None

    def take(self, index: Index) -> Columns:
        """Return the columns of the records at these positions."""
        return Columns(self.codes[:, index], self.texts, self._places(index))

    def text(self, index: Index, slot: Index | None = None) -> Texts:
        """Return the texts of the records at these positions, of names the words in a slot each.

        Few texts of many records are ever looked at: they are taken when they are.
        """
        places = self._places(index)
        return self.texts[places] if slot is None else self.texts[slot, places]

    def _places(self, index: Index) -> Index:
        return index if self.places is None else self.places[index]


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
        flat = np.frombuffer(b"".join(codes), dtype="<i4")
        return cls.from_table(flat.reshape(-1, width(rules)), texts, rules)

    @classmethod
    def from_table(cls, codes: Codes, texts: Sequence[str] | None, rules: Rules) -> Batch:
        """Make a batch of codes, record × number; without texts it can be counted, not weighed."""
        matrix = np.ascontiguousarray(codes.T).astype(np.int32, copy=False)
        empty = [()] * len(rules.columns)
        split = list(zip(*[text.split(SEPARATOR) for text in texts or ()], strict=True)) or empty
        columns: list[Columns] = []
        start = 1
        for index, (_field, kind) in enumerate(rules.columns):
            stop = start + ENCODERS[kind].width
            values = split[index]
            texts_of = _words(values, WORDS[kind]) if kind in WORDS else _column(values)
            columns.append(Columns(matrix[start:stop], texts_of))
            start = stop
        return cls(matrix[0], tuple(columns))

    def __len__(self) -> int:
        return len(self.flags)


def _column(values: Sequence[str]) -> Texts:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _words(values: Sequence[str], size: int) -> Texts:
    """Cut each text into so many words; word × record."""
    table = np.full((size, len(values)), "", dtype=object)
    words = zip_longest(*[value.split(" ") for value in values], fillvalue="")
    for slot, column in enumerate(islice(words, size)):
        table[slot] = column
    return table
