# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""To whom a number belongs, as far as a check needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["company", "trader", "person"]


@dataclass(frozen=True, slots=True)
class Party:
    """A company, a sole trader or a person, with its other numbers by the code of their type.

    >>> Party("company", "RU", {"ru_kpp": "770801001"}).numbers.get("ru_kpp")
    '770801001'
    """

    kind: Kind
    country: str | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)
