# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What becomes of links when two cards become one, or a card moves to another company.

Links that say the same in days that overlap become one: its period is their union, a default stays
a default, words are kept. A link of a card with itself vanishes. Of two defaults in the same days
one remains.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class PartyLink:
    """A link as it will be, its partners and company replaced already.

    :param rank: whose word counts when two defaults meet; the lowest wins
    :param start: first day, None: ever since
    :param end: last day, None: without end
    :param words: what people wrote, by field; empty texts are None or ""
    """

    id: int
    client: int
    party: int
    role: int
    company: int
    rank: int = 0
    start: date | None = None
    end: date | None = None
    is_default: bool = False
    words: tuple[str | None, ...] = ()

    @property
    def days(self) -> tuple[date, date]:
        """First and last day, to compare by."""
        return self.start or date.min, self.end or date.max

    def overlaps(self, other: "PartyLink") -> bool:
        """Whether there is a day of both.

        >>> old = PartyLink(1, 1, 2, 3, 0, end=date(2026, 1, 31))
        >>> old.overlaps(PartyLink(2, 1, 2, 3, 0, start=date(2026, 1, 31)))
        True
        >>> old.overlaps(PartyLink(2, 1, 2, 3, 0, start=date(2026, 2, 1)))
        False
        """
        return self.days[0] <= other.days[1] and other.days[0] <= self.days[1]


def unify(links: Iterable[PartyLink]) -> tuple[list[PartyLink], set[int]]:
    """The links that remain, and the ids of those that go.

    >>> kept, gone = unify([
    ...     PartyLink(1, 10, 20, 3, 0, rank=1, end=date(2026, 6, 30), words=("Contract 5",)),
    ...     PartyLink(2, 10, 20, 3, 0, start=date(2026, 1, 1), is_default=True),
    ...     PartyLink(3, 10, 10, 3, 0),
    ... ])
    >>> [(link.id, link.start, link.end, link.is_default, link.words) for link in kept]
    [(2, None, None, True, ('Contract 5',))]
    >>> sorted(gone)
    [1, 3]
    """
    given = list(links)
    same: dict[tuple[int, int, int, int], list[PartyLink]] = defaultdict(list)
    for link in given:
        if link.client != link.party:
            same[link.client, link.party, link.role, link.company].append(link)
    kept = [one for group in same.values() for one in _union(group)]
    kept = _one_default(kept)
    return kept, {link.id for link in given} - {link.id for link in kept}


def _union(links: list[PartyLink]) -> list[PartyLink]:
    """Links that say the same: one for each stretch of days."""
    stretches: list[PartyLink] = []
    for link in sorted(links, key=lambda link: (link.days, link.id)):
        if stretches and stretches[-1].overlaps(link):
            stretches[-1] = _both(stretches[-1], link)
        else:
            stretches.append(link)
    return stretches


def _both(one: PartyLink, other: PartyLink) -> PartyLink:
    """Two links as one; the one that counts more, then the older, lends its id."""
    first, second = sorted((one, other), key=lambda link: (link.rank, link.id))
    starts, ends = (one.start, other.start), (one.end, other.end)
    width = max(len(one.words), len(other.words))
    return replace(
        first,
        start=None if None in starts else min(day for day in starts if day),
        end=None if None in ends else max(day for day in ends if day),
        is_default=one.is_default or other.is_default,
        words=tuple(
            _joined(texts[0], texts[1])
            for texts in zip(_padded(first, width), _padded(second, width), strict=True)
        ),
    )


def _padded(link: PartyLink, width: int) -> tuple[str | None, ...]:
    return link.words + (None,) * (width - len(link.words))


def _joined(text: str | None, other: str | None) -> str | None:
    r"""Both texts, one below the other; the same is not said twice.

    >>> _joined("No 5", "No 7"), _joined("No 5", "No 5"), _joined(None, "No 7")
    ('No 5\nNo 7', 'No 5', 'No 7')
    """
    if not text or not other:
        return text or other
    lines = text.split("\n")
    return "\n".join(lines + [line for line in other.split("\n") if line not in lines])


def _one_default(links: list[PartyLink]) -> list[PartyLink]:
    """Of the defaults of a client, role and company that meet in a day, the first by rank."""
    chosen: dict[tuple[int, int, int], list[PartyLink]] = defaultdict(list)
    for link in sorted(links, key=lambda link: (link.rank, link.end is not None, link.id)):
        if link.is_default:
            rivals = chosen[link.client, link.role, link.company]
            if not any(link.overlaps(rival) for rival in rivals):
                rivals.append(link)
    stars = {link.id for rivals in chosen.values() for link in rivals}
    return [replace(link, is_default=link.id in stars) for link in links]
