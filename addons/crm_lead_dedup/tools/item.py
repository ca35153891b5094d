# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A request on its way through the intake, and the cards it is compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .phones import Phone
from .recognition import Card, Decision, Hit, Kind
from .values import IntakeValues

Key = tuple[Kind, str]
"""Kind and normalised value: ``("phone", "+36301234567")``."""


@dataclass(slots=True)
class Item:
    """One request of a batch: what came, what it means, what was decided.

    ``lead_id`` is negative while the lead it stands for is not created yet.
    """

    request: Mapping[str, Any]
    values: IntakeValues
    company_id: int
    team_id: int = 0
    phones: list[Phone] = field(default_factory=list)
    emails: dict[str, str] = field(default_factory=dict)
    tax_number: str = ""
    domain: str = ""
    unreadable_phone: str = ""
    decision: Decision | None = None
    lead_id: int = 0
    partner_id: int = 0
    user_id: int = 0
    request_id: int = 0
    lead_created: bool = False
    phone_is_company_card: bool = False
    error: str = ""
    filled: dict[str, str] = field(default_factory=dict)

    def follow(self, decision: Decision, position: int) -> None:
        """Take over what was decided.

        :param position: of the item in its batch, from 1; names the lead that is to be made
        """
        self.decision = decision
        self.partner_id = decision.partner_id
        self.lead_created = decision.action != "attach"
        self.lead_id = -position if self.lead_created else decision.lead_id

    @property
    def name(self) -> str:
        """The person as named in the request; empty when none is."""
        return self.values.name

    def strong_keys(self) -> list[Key]:
        """Identifiers that recognise a person or company by themselves."""
        keys: list[Key] = [("phone", phone.e164) for phone in self.phones if phone.e164]
        keys += [("email", key) for key in self.emails]
        if self.tax_number:
            keys.append(("tax_number", self.tax_number))
        return keys

    def all_keys(self) -> list[Key]:
        """All identifiers, strongest first; the weak ones need more to agree."""
        keys = self.strong_keys()
        keys += [("phone_tail", phone.tail) for phone in self.phones if phone.tail]
        if self.domain:
            keys.append(("domain", self.domain))
        return keys

    def claims(self) -> list[str]:
        """Names under which parallel workers meet; tails, so that both spellings of a phone do."""
        tails = {f"phone_tail:{phone.tail}" for phone in self.phones if phone.tail}
        others = {f"{kind}:{key}" for kind, key in self.strong_keys() if kind != "phone"}
        return sorted(f"{self.company_id}:{claim}" for claim in tails | others)


class CardIndex:
    """Cards of a batch by identifier; it learns while the batch is decided, request by request.

    >>> from .recognition import Card
    >>> index = CardIndex()
    >>> card = Card(model="lead", id=7, is_open=True)
    >>> index.add(1, ("email", "a@b.hu"), card)
    >>> [hit.card.id for hit in index.hits(1, [("email", "a@b.hu")])]
    [7]
    >>> index.hits(2, [("email", "a@b.hu")])
    []
    """

    def __init__(self) -> None:
        self._cards: dict[tuple[int, Key], dict[tuple[str, int], Card]] = defaultdict(dict)
        self._of_partner: dict[tuple[int, int], dict[int, Card]] = defaultdict(dict)

    def add(self, company_id: int, key: Key, card: Card) -> None:
        """Remember that ``card`` carries ``key`` for requests of a company."""
        self._cards[company_id, key][card.model, card.id] = card

    def add_leads_of_partner(self, company_id: int, partner_id: int, cards: Iterable[Card]) -> None:
        """Remember the leads of a customer: whoever meets the customer meets them too.

        A customer may be shared by companies; its leads are met in their own company only.
        """
        for card in cards:
            self._of_partner[company_id, partner_id][card.id] = card

    def hits(self, company_id: int, keys: Iterable[Key]) -> list[Hit]:
        """Every card that agrees in a key, the leads of matching customers included."""
        hits: list[Hit] = []
        for kind, key in keys:
            cards = dict(self._cards.get((company_id, (kind, key)), {}))
            if kind != "domain":
                partners = {c.id if c.model == "partner" else c.partner_id for c in cards.values()}
                for partner_id in partners - {0}:
                    for lead in self._of_partner.get((company_id, partner_id), {}).values():
                        cards.setdefault((lead.model, lead.id), lead)
            hits += [Hit(card=card, kind=kind, key=key) for card in cards.values()]
        return hits

    def partner_ids(self) -> set[int]:
        """Every customer that was found, by itself or through a lead."""
        cards = [card for found in self._cards.values() for card in found.values()]
        return {c.id if c.model == "partner" else c.partner_id for c in cards} - {0}

    def learn(self, item: Item, card: Card) -> None:
        """After a decision: the card now carries the identifiers of the request.

        Not when one of them belongs to somebody else.
        """
        if item.decision and item.decision.conflict and not item.lead_created:
            return
        for key in item.all_keys():
            if key[0] != "domain":
                self.add(item.company_id, key, card)
        if card.model == "lead" and card.partner_id:
            self.add_leads_of_partner(item.company_id, card.partner_id, [card])
