# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Decides about the rows of a file that is to be imported: new, known, doubtful, or twice in it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["new", "exists", "doubtful", "inside", "done_before"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of one row.

    :param status: ``exists`` a card is it for certain, ``doubtful`` a person should look,
        ``inside`` an earlier row of the same file is it.
    :param model: of the card, empty without one.
    :param res_id: of the card, 0 without one.
    :param row: number of the earlier row for ``inside``, else 0.
    :param match: the match it rests on, None without one.
    """

    status: Status
    model: str = ""
    res_id: int = 0
    row: int = 0
    match: Mapping[str, Any] | None = None


def fingerprint(model: str, fields: Sequence[str], lines: Sequence[Sequence[Any]]) -> str:
    """Return the identity of a row: the same cells under the same fields of the same model.

    The order of the columns does not matter, nor do empty cells and outer spaces.

    >>> one = fingerprint("res.partner", ["name", "phone", "city"], [["Ann", "1", ""]])
    >>> one == fingerprint("res.partner", ["phone", "name"], [["1 ", "Ann"]])
    True
    >>> one == fingerprint("crm.lead", ["phone", "name"], [["1", "Ann"]])
    False
    """
    cells = [
        sorted(
            (field, text)
            for field, value in zip(fields, line, strict=True)
            if value is not None and value is not False and (text := str(value).strip())
        )
        for line in lines
    ]
    told = json.dumps([model, cells], ensure_ascii=False)
    return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=16).hexdigest()


def verdict(model: str, matches: Iterable[Mapping[str, Any]]) -> Verdict:
    """Return what the matches of a row say; a card of the same kind goes before the other kind.

    :param model: of the import.
    :param matches: as ``crm.dedup.engine.check_values`` tells them.

    >>> sure = {"model": "crm.lead", "id": 7, "tier": "automatic", "relation": "duplicate",
    ...         "probability": 0.99}
    >>> customer = {**sure, "model": "res.partner", "id": 8, "probability": 1.0}
    >>> verdict("crm.lead", [customer, sure]).res_id, verdict("crm.lead", [customer]).model
    (7, 'res.partner')
    >>> verdict("crm.lead", [{**sure, "tier": "review"}]).status, verdict("crm.lead", []).status
    ('doubtful', 'new')
    >>> verdict("crm.lead", [{**sure, "relation": "related"}]).status
    'new'
    """
    duplicates = [match for match in matches if match["relation"] == "duplicate"]
    if not duplicates:
        return Verdict("new")

    def rank(match: Mapping[str, Any]) -> tuple[bool, bool, float]:
        sure = match["tier"] == "automatic"
        return sure, match["model"] == model, match["probability"]

    best = max(duplicates, key=rank)
    status: Status = "exists" if best["tier"] == "automatic" else "doubtful"
    return Verdict(status, best["model"], best["id"], match=best)


def repeated(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return ``{row: the first row that is the same}`` for pairs of row numbers.

    >>> repeated([(5, 9), (2, 5), (11, 12)])
    {5: 2, 9: 2, 12: 11}
    """
    parent: dict[int, int] = {}

    def root(number: int) -> int:
        while parent.setdefault(number, number) != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return {number: root(number) for number in sorted(parent) if root(number) != number}
