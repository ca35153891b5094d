# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows in PostgreSQL's binary format of ``COPY``, made without an object per value."""

import struct
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

HEAD = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">ii", 0, 0)
TAIL = struct.pack(">h", -1)
NULL = struct.pack(">i", -1)
_NUMBER = struct.Struct(">ii")
_SIZE = struct.Struct(">i")
_FLAGS = {True: b"\0\0\0\1\1", False: b"\0\0\0\1\0"}

Value = int | bool | bytes | None


def integers(*columns: npt.NDArray[np.int32]) -> bytes:
    """Return rows of integers, one column an argument.

    >>> one = integers(np.array([5], np.int32), np.array([-1], np.int32))
    >>> one == rows([(5, -1)])
    True
    """
    count = len(columns)
    fields = [("count", ">i2")]
    for number in range(count):
        fields += [(f"size{number}", ">i4"), (f"value{number}", ">i4")]
    table = np.empty(len(columns[0]), dtype=fields)
    table["count"] = count
    for number, column in enumerate(columns):
        table[f"size{number}"] = 4
        table[f"value{number}"] = column
    return HEAD + table.tobytes() + TAIL


def rows(values: Iterable[Sequence[Value]]) -> bytes:
    """Return rows of numbers (4 bytes), truth values, bytes and NULLs.

    >>> rows([(1, None, b"x", True)])[len(HEAD):-len(TAIL)].hex()
    '00040000000400000001ffffffff00000001780000000101'
    """
    parts = [HEAD]
    for row in values:
        parts.append(struct.pack(">h", len(row)))
        parts.extend(map(_field, row))
    parts.append(TAIL)
    return b"".join(parts)


def _field(value: Value) -> bytes:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return _FLAGS[value]
    if isinstance(value, int):
        return _NUMBER.pack(4, value)
    return _SIZE.pack(len(value)) + value
