# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
r"""Decides what becomes of a request, from the cards that its identifiers hit.

Strength of identifiers: tax number > phone > e-mail > last nine digits *with the same name*. A
company's mail or web domain says nothing about the person, it only names the company.

Cards are first put together into persons: a customer and its leads are one person, and so are two
cards that share an identifier and have the same name. The person with the strongest evidence wins;
then the one with the requested name, then the one with an open card.

====================================================  ================  =========================
who was hit                                           action            given back
====================================================  ================  =========================
nobody, or only a domain                              new               company_partner_id
a person with an open lead or opportunity             attach            lead_id, partner_id
- several open: same team, then latest activity, then highest id
a person whose leads are closed, with a customer      new_linked        partner_id
a person with lost or archived leads and no customer  new_after_lost    previous_lead_id
A by the stronger identifier, B by the weaker         A's action        related: B's cards
====================================================  ================  =========================

>>> ann = Card("lead", 7, name="Ann Lee", is_open=True)
>>> bob = Card("lead", 9, name="Bob Ray", is_open=True)
>>> decide([], name="", team_id=1).action
'new'
>>> decide([Hit(ann, "phone", "+36301234567")], name="Ann", team_id=1)
... # doctest: +NORMALIZE_WHITESPACE
Decision(action='attach', lead_id=7, partner_id=0, previous_lead_id=0, related=(),
         matched_by=('phone',), company_partner_id=0, doubtful=False, conflict=False)

A's phone with B's e-mail: A's card, B is shown as related and nothing is learnt about either.

>>> mixed = decide([Hit(bob, "email", "bob@ray.hu"), Hit(ann, "phone", "+36301234567")],
...                name="", team_id=1)
>>> mixed.lead_id, mixed.related, mixed.matched_by, mixed.conflict
(7, (('lead', 9),), ('phone',), True)

A shared phone: the name decides; without a name nobody can tell.

>>> shared = [Hit(ann, "phone", "+36301234567"), Hit(bob, "phone", "+36301234567")]
>>> named = decide(shared, name="Ray Bob", team_id=1)
>>> named.lead_id, named.doubtful, decide(shared, name="", team_id=1).doubtful
(9, False, True)

Closed cards: linked to the customer, or to the lost lead when there is no customer.

>>> lost = Card("lead", 5, name="Ann Lee", active=False)
>>> won = Card("lead", 6, partner_id=40, name="Ann Lee")
>>> decide([Hit(won, "email", "a@b.hu")], name="", team_id=1).partner_id
40
>>> after = decide([Hit(lost, "email", "a@b.hu")], name="", team_id=1)
>>> after.action, after.previous_lead_id
('new_after_lost', 5)

The last nine digits count only with the same name, and stay doubtful; a domain links the company.

>>> tail = [Hit(ann, "phone_tail", "301234567")]
>>> decide(tail, name="Zoe", team_id=1).action, decide(tail, name="Lee Ann", team_id=1).doubtful
('new', True)
>>> firm = Card("partner", 3, name="Ray Ltd", is_company=True)
>>> only = decide([Hit(firm, "domain", "ray.hu")], name="Zoe", team_id=1)
>>> only.action, only.company_partner_id, only.partner_id
('new', 3, 0)
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from .names import same_name
from .persons import group_persons

Kind = Literal["phone", "email", "tax_number", "phone_tail", "domain"]
Action = Literal["attach", "new_linked", "new_after_lost", "new"]
Ref = tuple[str, int]

STRENGTH: dict[str, int] = {"tax_number": 8, "phone": 4, "email": 2, "phone_tail": 1}
_NEVER = datetime(1, 1, 1)  # noqa: DTZ001  (times are naive UTC throughout)


@dataclass(frozen=True, slots=True)
class Card:
    """A lead, an opportunity or a customer, as far as recognition looks at it.

    :param partner_id: of a lead: its customer, or 0. Of a customer it is not looked at.
    :param is_open: a lead or opportunity that is neither won nor lost.
    :param active: False for archived cards (a lost lead is archived).
    :param last_activity: naive UTC time of the last thing that happened, None if unknown.
    :param name: of the person; of a company card the company's name.
    """

    model: Literal["lead", "partner"]
    id: int
    partner_id: int = 0
    is_open: bool = False
    active: bool = True
    type: str = ""
    team_id: int = 0
    last_activity: datetime | None = None
    name: str = ""
    company_name: str = ""
    is_company: bool = False
    user_id: int = 0

    @property
    def ref(self) -> Ref:
        """The card's model and id."""
        return self.model, self.id


@dataclass(frozen=True, slots=True)
class Hit:
    """One identifier of the request, found on a card. ``key`` is its normalised value."""

    card: Card
    kind: Kind
    key: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a request; the ids are 0 where there is none.

    :param related: cards of other persons that were hit, best first: shown, never linked.
    :param matched_by: the kinds of identifiers that spoke for the card, strongest first.
    :param company_partner_id: the company to link, known by its domain or by being the card.
    :param doubtful: somebody should look at it.
    :param conflict: an identifier of the request belongs to somebody else, so nothing the request
        brings may be learnt as an identifier of the card.
    """

    action: Action
    lead_id: int = 0
    partner_id: int = 0
    previous_lead_id: int = 0
    related: tuple[Ref, ...] = ()
    matched_by: tuple[str, ...] = ()
    company_partner_id: int = 0
    doubtful: bool = False
    conflict: bool = False


@dataclass(slots=True)
class _Person:
    """Cards of one person and the identifiers that hit any of them."""

    cards: list[Card]
    keys: set[tuple[str, str]] = field(default_factory=set)
    named: bool = False

    @property
    def evidence(self) -> int:
        """The strengths are powers of two, so that one stronger beats all weaker together."""
        return sum(STRENGTH[kind] for kind in {kind for kind, _key in self.keys})

    @property
    def open_leads(self) -> list[Card]:
        return [card for card in self.cards if _is_open(card)]

    @property
    def rank(self) -> tuple[int, bool, bool]:
        """What makes one person a better answer than another; equal ranks are a tie."""
        return self.evidence, self.named, bool(self.open_leads)


def decide(hits: Sequence[Hit], *, name: str, team_id: int) -> Decision:
    """Return what becomes of a request with these hits (see the table above).

    :param hits: in any order; the open leads of a customer that was hit come as hits with the
        customer's kind and key.
    :param name: the person's name in the request, "" when it gives none.
    :param team_id: the team of the request's source, 0 when it has none.
    """
    company_id = _company(hits)
    persons = _persons(_counting(hits, name), name)
    if not persons:
        by_domain = ("domain",) if company_id else ()
        return Decision("new", company_partner_id=company_id, matched_by=by_domain)
    persons.sort(key=lambda person: _person_order(person, team_id), reverse=True)
    winner, others = persons[0], persons[1:]
    action, lead, partner_id = _action(winner, team_id)
    return Decision(
        action,
        lead_id=lead.id if lead and action == "attach" else 0,
        partner_id=partner_id,
        previous_lead_id=lead.id if lead and action == "new_after_lost" else 0,
        related=tuple(card.ref for person in others for card in person.cards),
        matched_by=_kinds(winner),
        company_partner_id=_own_company(winner) or company_id,
        doubtful=_is_doubtful(winner, others, name),
        conflict=any(person.keys - winner.keys for person in others),
    )


def _counting(hits: Sequence[Hit], name: str) -> list[Hit]:
    """Leave the hits that speak for a person: no domains, tails only with the same name."""
    tails = [hit for hit in hits if hit.kind == "phone_tail"]
    named = {hit.card.ref for hit in tails if _has_name(hit.card, name)}
    # A customer's name speaks for its leads, too.
    customers = {_customer(hit.card) for hit in tails if hit.card.ref in named} - {0}
    counting = [hit for hit in hits if hit.kind in STRENGTH and hit.kind != "phone_tail"]
    return counting + [
        hit for hit in tails if hit.card.ref in named or _customer(hit.card) in customers
    ]


def _persons(hits: list[Hit], name: str) -> list[_Person]:
    """Put the cards together into persons."""
    cards = {hit.card.ref: hit.card for hit in hits}
    root = group_persons(
        {ref: (_customer(card), card.name) for ref, card in cards.items()},
        [(hit.card.ref, (hit.kind, hit.key)) for hit in hits],
    )
    persons: dict[Ref, _Person] = {}
    for ref, card in sorted(cards.items()):
        persons.setdefault(root[ref], _Person([])).cards.append(card)
    for hit in hits:
        persons[root[hit.card.ref]].keys.add((hit.kind, hit.key))
    for person in persons.values():
        person.named = any(_has_name(card, name) for card in person.cards)
    return list(persons.values())


def _person_order(person: _Person, team_id: int) -> tuple[object, ...]:
    """Order persons; after the rank only to be stable: as their best cards are ordered."""
    best = max(_lead_order(card, team_id) for card in person.open_leads or person.cards)
    return *person.rank, best


def _lead_order(card: Card, team_id: int) -> tuple[bool, datetime, int]:
    """Same team first, then latest activity, then highest id."""
    same_team = bool(team_id) and card.team_id == team_id
    return same_team, card.last_activity or _NEVER, card.id


def _action(person: _Person, team_id: int) -> tuple[Action, Card | None, int]:
    """Return the action, the lead it is about (if any) and the customer (or 0)."""
    if person.open_leads:
        lead = max(person.open_leads, key=lambda card: _lead_order(card, team_id))
        return "attach", lead, lead.partner_id or _partner_id(person)
    partner_id = _partner_id(person)
    if partner_id:
        return "new_linked", None, partner_id
    previous = max(person.cards, key=lambda card: _lead_order(card, 0))
    return "new_after_lost", previous, 0


def _partner_id(person: _Person) -> int:
    """Return the person's customer: rather an active card than one known from leads only."""
    partners = [card for card in person.cards if card.model == "partner"]
    if partners:
        return max(partners, key=lambda card: (card.active, _lead_order(card, 0))).id
    linked = [card for card in person.cards if card.partner_id]
    return max(linked, key=lambda card: _lead_order(card, 0)).partner_id if linked else 0


def _is_doubtful(winner: _Person, others: list[_Person], name: str) -> bool:
    """Tell whether a human should check the decision."""
    kinds = {kind for kind, _key in winner.keys}
    if kinds == {"phone_tail"}:
        return True
    if any(person.rank == winner.rank for person in others):
        return True
    company = any(card.is_company and card.model == "partner" for card in winner.cards)
    return company and kinds <= {"phone", "phone_tail"} and bool(name) and not winner.named


def _company(hits: Sequence[Hit]) -> int:
    """Return the one company whose domain was hit, 0 when there is none or several."""
    companies = {
        hit.card.id
        for hit in hits
        if hit.kind == "domain" and hit.card.model == "partner" and hit.card.is_company
    }
    return companies.pop() if len(companies) == 1 else 0


def _own_company(person: _Person) -> int:
    return next((c.id for c in person.cards if c.model == "partner" and c.is_company), 0)


def _kinds(person: _Person) -> tuple[str, ...]:
    """Return what spoke for the person; of a whole number the last digits are no news."""
    kinds = {kind for kind, _key in person.keys}
    if "phone" in kinds:
        kinds.discard("phone_tail")
    return tuple(sorted(kinds, key=lambda kind: -STRENGTH[kind]))


def _customer(card: Card) -> int:
    return card.id if card.model == "partner" else card.partner_id


def _is_open(card: Card) -> bool:
    return card.model == "lead" and card.is_open and card.active


def _has_name(card: Card, name: str) -> bool:
    return same_name(name, card.name) or same_name(name, card.company_name)
