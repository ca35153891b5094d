# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How complete a card is: which rule holds for it, what is blank, how many percent are filled.

A *card* is a lead, a deal, or a contact. A *rule* lists for one kind of card what should be filled,
each *line* with a weight. The score is the filled part of the weights in percent, rounded down, so
that 100 means that nothing is missing.
"""

import html
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r"<\s*(?:img|svg|video|iframe)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One thing that should be filled on a card.

    ``path`` is what ``source`` reads: for fields their names with dots, ``counterparty_id.vat``.
    ``stage`` is the id of the first stage that needs it, 0 when none does.
    """

    id: int
    path: str
    weight: int
    source: str = "field"
    stage: int = 0


@dataclass(frozen=True)
class Rule:
    """What should be filled on cards of a kind; without teams or companies: on all of them."""

    id: int
    kind: str
    lines: tuple[Line, ...] = ()
    teams: frozenset[int] = frozenset()
    companies: frozenset[int] = frozenset()

    def fits(self, kind: str, team: int, company: int) -> bool:
        """Whether it holds for a card; 0 stands for a card without team or company.

        >>> Rule(1, "lead", teams=frozenset({7})).fits("lead", 7, 0)
        True
        >>> Rule(1, "lead", teams=frozenset({7})).fits("lead", 0, 0)
        False
        """
        return (
            self.kind == kind
            and (not self.teams or team in self.teams)
            and (not self.companies or company in self.companies)
        )


def is_blank(value: object) -> bool:
    r"""Whether a value says nothing: empty, zero, or no letter, digit or sign that means anything.

    >>> [is_blank(value) for value in (None, False, "", " \u200b", "-", "n. 5", 0, 0.0, (), (3,))]
    [True, True, True, True, True, False, True, True, True, False]
    """
    if isinstance(value, str):
        return not any(letter.isalnum() for letter in value)
    return not value


def is_blank_html(value: object) -> bool:
    """The same for formatted text: empty paragraphs say nothing, a picture does.

    >>> is_blank_html("<p>&nbsp;<br></p>"), is_blank_html("<p>Hi</p>"), is_blank_html("<img>")
    (True, False, False)
    """
    text = str(value or "")
    return not _PICTURE.search(text) and is_blank(html.unescape(_TAG.sub(" ", text)))


def choose(
    rules: Iterable[Rule], kinds: Iterable[str], team: int = 0, company: int = 0
) -> tuple[Rule, ...]:
    """The rules of a card: of each of its kinds the first that fits.

    >>> rules = [Rule(1, "client", teams=frozenset({7})), Rule(2, "client"), Rule(3, "contact")]
    >>> [rule.id for rule in choose(rules, ["client", "contact"], team=7)]
    [1, 3]
    >>> [rule.id for rule in choose(rules, ["client"])]
    [2]
    """
    known = list(rules)
    chosen = []
    for kind in kinds:
        rule = next((rule for rule in known if rule.fits(kind, team, company)), None)
        if rule:
            chosen.append(rule)
    return tuple(chosen)


def joined(rules: Iterable[Rule]) -> tuple[Line, ...]:
    """The lines of a card that is of several kinds: each thing once, with its greatest weight.

    >>> rules = [
    ...     Rule(1, "client", (Line(1, "vat", 10), Line(2, "phone", 20))),
    ...     Rule(2, "counterparty", (Line(3, "vat", 40),)),
    ... ]
    >>> [(line.id, line.weight) for line in joined(rules)]
    [(1, 40), (2, 20)]
    """
    lines: dict[tuple[str, str], Line] = {}
    for rule in rules:
        for line in rule.lines:
            known = lines.setdefault((line.source, line.path), line)
            if line.weight > known.weight:
                lines[line.source, line.path] = replace(known, weight=line.weight)
    return tuple(lines.values())


def score(lines: Sequence[Line], filled: Collection[int]) -> int:
    """How complete a card is, 0 to 100. Nothing weighed means that nothing is missing.

    :param filled: ids of the lines whose value is there

    >>> lines = [Line(1, "phone", 40), Line(2, "email", 30), Line(3, "vat", 30)]
    >>> score(lines, {1, 2}), score(lines, {1}), score(lines, set()), score([], set())
    (70, 40, 0, 100)
    """
    total = sum(line.weight for line in lines)
    if not total:
        return 100
    return 100 * sum(line.weight for line in lines if line.id in filled) // total


def gaps(lines: Iterable[Line], filled: Collection[int]) -> list[Line]:
    """What is missing, the heaviest first; what weighs nothing is a gap if a stage needs it.

    >>> lines = [Line(1, "phone", 10), Line(2, "email", 30), Line(3, "vat", 0), Line(4, "city", 9)]
    >>> [line.path for line in gaps(lines, {4})]
    ['email', 'phone']
    """
    missing = [line for line in lines if line.id not in filled and (line.weight > 0 or line.stage)]
    return sorted(missing, key=lambda line: -line.weight)
