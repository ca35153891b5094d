# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What somebody without a login reports about his work: bounded, and complete or not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["no", "optional", "required"]
Missing = Literal["result", "photo", "signature"]

MAX_RESULT = 4000
MAX_SIGNER = 120
MAX_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report may hold."""

    result: Mode = "required"
    photo: Mode = "optional"
    signature: Mode = "no"
    most_photos: int = 10


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is kept.

    :param items: numbers of the checklist items that are done.
    :param photos: JPEG files.
    :param signature: a JPEG file, empty for none.
    """

    result: str = ""
    signer: str = ""
    items: frozenset[int] = frozenset()
    photos: tuple[bytes, ...] = field(default=(), repr=False)
    signature: bytes = field(default=b"", repr=False)


def text(value: str, most: int) -> str:
    r"""Return a stranger's text as it can be stored: no control characters, not too long.

    >>> text(" done\r\n\x00well ", 100), text("abc", 2)
    ('done\nwell', 'ab')
    """
    unified = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = (char for char in unified if char in "\n\t" or char.isprintable())
    return "".join(kept).strip()[:most]


def items(values: Iterable[str]) -> frozenset[int]:
    """Return the numbers among these values; what is none, is nothing.

    >>> sorted(items(["3", "x", "1", "-2", "9" * 30]))
    [1, 3]
    """
    short = (value for value in list(values)[:MAX_ITEMS] if len(value) < 10)
    return frozenset(int(value) for value in short if value.isascii() and value.isdigit())


def missing(asked: Asked, report: Report) -> list[Missing]:
    """Return what must be given and was not, in the order of the page.

    >>> missing(Asked(photo="required", signature="required"), Report(result="Done"))
    ['photo', 'signature']
    >>> missing(Asked(result="optional"), Report())
    []
    """
    given: dict[Missing, bool] = {
        "result": bool(report.result),
        "photo": bool(report.photos),
        "signature": bool(report.signature),
    }
    modes = {"result": asked.result, "photo": asked.photo, "signature": asked.signature}
    return [name for name, there in given.items() if modes[name] == "required" and not there]


def allowed(asked: Asked, report: Report) -> Report:
    """Return the report without what was not asked; a stranger may send anything.

    >>> allowed(Asked(photo="no"), Report(result="Done", photos=(b"x",), signature=b"x"))
    Report(result='Done', signer='', items=frozenset())
    """
    return Report(
        result=report.result if asked.result != "no" else "",
        signer=report.signer,
        items=report.items,
        photos=report.photos[: asked.most_photos] if asked.photo != "no" else (),
        signature=report.signature if asked.signature != "no" else b"",
    )
