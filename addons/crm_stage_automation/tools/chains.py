# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules that trigger rules: what led to a change, so that it cannot go round for ever.

A job that changes a record hands its chain on. What a user does himself begins a new one. Nothing
that comes over the wire is a ``Chain``, so a context value of another class must not be believed.
"""

import json
from dataclasses import dataclass
from typing import Literal

# Rules one after the other that lead from one change to the next.
MAX_DEPTH = 5

# loop: the rule led to itself, or too many rules follow one another.
# again: another branch of the chain has fired it for this record; once is enough.
Refusal = Literal["loop", "again"]


@dataclass(frozen=True, slots=True)
class Link:
    """A rule that fired for a record."""

    rule: int
    model: str
    record: int


@dataclass(frozen=True, slots=True)
class Chain:
    """What led here, from the first rule on.

    :param origin: what all branches of one beginning have in common: the key of the first job.
    """

    origin: str
    path: tuple[Link, ...] = ()

    def __str__(self) -> str:
        """Return the chain as it is stored with a job."""
        links = [[link.rule, link.model, link.record] for link in self.path]
        return json.dumps([self.origin, links], separators=(",", ":"))


def follow(chain: Chain, link: Link, fired: frozenset[Link] = frozenset()) -> Chain | Refusal:
    """Return the chain that goes on with a rule, or why the rule must not fire.

    :param fired: what fired in any branch of the chain.

    >>> chain = Chain("k1", (Link(1, "crm.lead", 7),))
    >>> len(follow(chain, Link(2, "crm.lead", 7)).path)
    2
    >>> follow(chain, Link(1, "crm.lead", 7)), len(follow(chain, Link(1, "crm.lead", 8)).path)
    ('loop', 2)
    >>> follow(chain, Link(2, "crm.lead", 7), frozenset({Link(2, "crm.lead", 7)}))
    'again'
    """
    if link in chain.path or len(chain.path) >= MAX_DEPTH:
        return "loop"
    if link in fired:
        return "again"
    return Chain(chain.origin, (*chain.path, link))


def read_chain(text: str) -> Chain:
    """Return a stored chain.

    :raise ValueError: the text is not one.

    >>> chain = Chain("k1", (Link(1, "crm.lead", 7),))
    >>> str(chain), read_chain(str(chain)) == chain
    ('["k1",[[1,"crm.lead",7]]]', True)
    """
    stored = json.loads(text)
    match stored:
        case [str(origin), list(links)]:
            return Chain(origin, tuple(_read_link(link) for link in links))
        case _:
            raise ValueError("no chain")


def _read_link(stored: object) -> Link:
    match stored:
        case [int(rule), str(model), int(record)]:
            return Link(rule, model, record)
        case _:
            raise ValueError("no link of a chain")
