# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The decision: each sentence of the specification is one test."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from crm_lead_dedup_tools.recognition import Card, Decision, Hit, decide
from hypothesis import given
from hypothesis import strategies as st

PHONE, MAIL = "+380501234567", "ann@acme.ua"
OLD, NEW = datetime(2024, 1, 1), datetime(2024, 6, 1)


def _lead(ident: int, **values: Any) -> Card:
    return replace(Card("lead", ident, is_open=True, name="Ann Lee"), **values)


def _lost(ident: int, **values: Any) -> Card:
    return _lead(ident, **{"is_open": False, "active": False, **values})


def _partner(ident: int, **values: Any) -> Card:
    return replace(Card("partner", ident, name="Ann Lee"), **values)


def _phone(*cards: Card) -> list[Hit]:
    return [Hit(card, "phone", PHONE) for card in cards]


def _mail(*cards: Card) -> list[Hit]:
    return [Hit(card, "email", MAIL) for card in cards]


def _decide(hits: list[Hit], name: str = "Ann Lee", team_id: int = 1) -> Decision:
    return decide(hits, name=name, team_id=team_id)


def test_unknown_is_new() -> None:
    """Nobody was hit: a new lead."""
    assert _decide([]) == Decision("new")


def test_open_lead_gets_the_request() -> None:
    """Known, with an open lead."""
    decision = _decide(_phone(_lead(5)))
    assert (decision.action, decision.lead_id, decision.matched_by) == ("attach", 5, ("phone",))
    assert not decision.doubtful


def test_several_open_same_team_first() -> None:
    """The team beats later activity and higher id."""
    cards = [_lead(5, team_id=1, last_activity=OLD), _lead(9, team_id=2, last_activity=NEW)]
    assert _decide(_phone(*cards)).lead_id == 5


def test_several_open_then_latest_activity() -> None:
    """Within the team the latest activity counts, then the highest id."""
    cards = [_lead(5, last_activity=NEW), _lead(9, last_activity=OLD), _lead(7)]
    assert _decide(_phone(*cards)).lead_id == 5
    assert _decide(_phone(_lead(5), _lead(7))).lead_id == 7


def test_several_open_of_one_person_are_not_doubtful() -> None:
    """One person with two open leads is no tie, and the second is not "related"."""
    decision = _decide(_phone(_lead(5, partner_id=3), _lead(7, partner_id=3), _partner(3)))
    assert (decision.lead_id, decision.partner_id) == (7, 3)
    assert (decision.doubtful, decision.related) == (False, ())


def test_closed_with_customer_is_linked() -> None:
    """All closed: a new one, linked to the customer."""
    won = _lead(5, is_open=False, partner_id=3)
    assert _decide(_phone(won)).partner_id == 3
    assert _decide(_phone(won)).action == "new_linked"
    assert _decide(_phone(_lost(5, partner_id=3))).action == "new_linked"
    assert _decide(_mail(_partner(3))).partner_id == 3


def test_archived_customer_is_still_the_customer() -> None:
    """Archived cards are looked at, an active one of the same person goes first."""
    assert _decide(_mail(_partner(3, active=False))).partner_id == 3
    both = _mail(_partner(3, active=False), _partner(2))
    assert _decide(both).partner_id == 2


def test_lost_without_customer_points_back() -> None:
    """Only lost or archived leads: a new lead that links to the latest old one."""
    decision = _decide(_phone(_lost(5, last_activity=NEW), _lost(6, last_activity=OLD)))
    assert (decision.action, decision.previous_lead_id) == ("new_after_lost", 5)
    assert (decision.lead_id, decision.partner_id) == (0, 0)


def test_archived_lead_is_not_open() -> None:
    """An archived lead in an open stage gets no request."""
    assert _decide(_phone(_lead(5, active=False))).action == "new_after_lost"


def test_different_persons_stronger_identifier() -> None:
    """A's phone with B's e-mail: A's card; B is related; the conflict is told."""
    ann, bob = _lead(5, name="Ann Lee"), _lead(9, name="Bob Ray")
    decision = _decide([*_mail(bob), *_phone(ann)], name="Bob Ray")
    assert (decision.action, decision.lead_id, decision.related) == ("attach", 5, (("lead", 9),))
    assert (decision.matched_by, decision.conflict) == (("phone",), True)


def test_different_persons_stronger_even_when_closed() -> None:
    """B's open lead does not get what A's phone says is A's."""
    ann, bob = _partner(3, name="Ann Lee"), _lead(9, name="Bob Ray")
    decision = _decide([*_phone(ann), *_mail(bob)], name="")
    assert (decision.action, decision.partner_id, decision.lead_id) == ("new_linked", 3, 0)
    assert decision.related == (("lead", 9),)


def test_tax_number_beats_phone() -> None:
    """The strongest identifier is the tax number."""
    firm, ann = _lead(5, name="Acme"), _lead(9)
    decision = _decide([Hit(firm, "tax_number", "12345678"), *_phone(ann), *_mail(ann)])
    assert (decision.lead_id, decision.matched_by) == (5, ("tax_number",))


def test_card_reached_through_its_customer() -> None:
    """The e-mail is the customer's, the phone the lead's: one person, no conflict."""
    lead, customer = _lead(5, partner_id=3, name=""), _partner(3)
    decision = _decide([*_mail(customer), *_phone(lead)])
    assert (decision.lead_id, decision.partner_id) == (5, 3)
    assert (decision.matched_by, decision.conflict) == (("phone", "email"), False)


def test_both_identifiers_beat_one() -> None:
    """Two cards share a phone; the one with the e-mail too is meant."""
    mother, son = _lead(5, name="Ann Lee"), _lead(9, name="Tom Lee")
    decision = _decide([*_phone(mother, son), *_mail(mother)], name="")
    assert (decision.lead_id, decision.related, decision.doubtful) == (5, (("lead", 9),), False)
    assert not decision.conflict


def test_shared_phone_the_name_decides() -> None:
    """A family's phone: the request's name says who it is."""
    mother, son = _lead(5, name="Ann Lee"), _lead(9, name="Tom Lee")
    for name, lead_id in (("Lee Tom", 9), ("Ann", 5)):
        decision = _decide(_phone(mother, son), name=name)
        assert (decision.lead_id, decision.doubtful) == (lead_id, False)


def test_shared_phone_without_name_is_doubtful() -> None:
    """Two open cards of different people tie: somebody has to look."""
    mother, son = _lead(5, name="Ann Lee"), _lead(9, name="Tom Lee")
    for name in ("", "Zoe"):
        decision = _decide(_phone(mother, son), name=name)
        assert (decision.lead_id, decision.doubtful, decision.related) == (9, True, (("lead", 5),))


def test_shared_phone_open_beats_closed() -> None:
    """Without a name the person with the open lead is meant."""
    decision = _decide(_phone(_lead(5, name="Ann Lee"), _lost(9, name="Tom Lee")), name="")
    assert (decision.lead_id, decision.doubtful, decision.related) == (5, False, (("lead", 9),))


def test_lead_and_card_of_the_same_name_are_one() -> None:
    """An unlinked lead and a customer share phone and name: nobody is "related"."""
    decision = _decide(_phone(_lead(5, name="Lee Ann"), _partner(3)))
    assert (decision.lead_id, decision.partner_id, decision.related) == (5, 3, ())


def test_nameless_lead_belongs_to_the_only_person() -> None:
    """A lead that is only a phone is the customer's with this phone, unless there are two."""
    assert _decide(_phone(_lead(5, name=""), _partner(3)), name="").partner_id == 3
    two = _decide(_phone(_lead(5, name=""), _partner(3), _partner(4, name="Tom")), name="")
    assert two.lead_id == 5
    assert set(two.related) == {("partner", 3), ("partner", 4)}


def test_tail_counts_only_with_the_name() -> None:
    """The last nine digits alone are nobody; with the name they are somebody, doubtfully."""
    hits = [Hit(_lead(5), "phone_tail", "501234567")]
    assert _decide(hits, name="Tom Ray") == Decision("new")
    assert _decide(hits, name="") == Decision("new")
    decision = _decide(hits, name="Lee, Ann")
    assert (decision.lead_id, decision.matched_by, decision.doubtful) == (5, ("phone_tail",), True)


def test_tail_on_customer_reaches_its_nameless_lead() -> None:
    """The customer has the name, its open lead gets the request."""
    cards = [_partner(3), _lead(5, partner_id=3, name="")]
    decision = _decide([Hit(card, "phone_tail", "501234567") for card in cards])
    assert (decision.action, decision.lead_id, decision.doubtful) == ("attach", 5, True)


def test_whole_number_names_no_tail() -> None:
    """A number that agrees wholly is named once."""
    lead = _lead(5)
    decision = _decide([*_phone(lead), Hit(lead, "phone_tail", "501234567")])
    assert (decision.matched_by, decision.doubtful) == (("phone",), False)


def test_tail_with_email_is_certain() -> None:
    """The e-mail makes the card sure, the tail only adds to it."""
    lead = _lead(5)
    decision = _decide([Hit(lead, "phone_tail", "501234567"), *_mail(lead)])
    assert (decision.matched_by, decision.doubtful) == (("email", "phone_tail"), False)


def test_domain_links_only_the_company() -> None:
    """A colleague's domain says the company, never the person."""
    firm = _partner(3, name="Acme", is_company=True)
    hits = [Hit(firm, "domain", "acme.ua"), Hit(_lead(5), "domain", "acme.ua")]
    decision = _decide(hits)
    assert (decision.action, decision.company_partner_id, decision.partner_id) == ("new", 3, 0)
    assert (decision.lead_id, decision.related) == (0, ())
    assert _decide([*hits, *_phone(_lead(9))]).company_partner_id == 3


def test_domain_of_two_companies_links_none() -> None:
    """A holding's domain does not say which of its firms it is."""
    firms = [_partner(n, is_company=True) for n in (3, 4)]
    assert _decide([Hit(firm, "domain", "acme.ua") for firm in firms]) == Decision("new")


def test_company_phone_with_another_name_is_doubtful() -> None:
    """The firm's own number and a name nobody there has: attached, but looked at."""
    firm = _partner(3, name="Acme", is_company=True)
    lead = _lead(5, partner_id=3, name="Ann Lee")
    assert _decide(_phone(firm, lead), name="Tom Ray").doubtful
    assert not _decide(_phone(firm, lead), name="Ann Lee").doubtful
    assert not _decide(_phone(firm, lead), name="").doubtful
    assert not _decide([*_phone(firm, lead), *_mail(lead)], name="Tom Ray").doubtful
    assert _decide(_phone(firm), name="").company_partner_id == 3


def test_decoy_crowd_is_fast_and_whole() -> None:
    """A number on two thousand cards is decided like any other."""
    hits = _phone(*(_lead(n, name=f"Person {n}") for n in range(1, 2001)))
    decision = _decide(hits, name="")
    assert (decision.lead_id, decision.doubtful, len(decision.related)) == (2000, True, 1999)


_CARDS = st.builds(
    Card,
    model=st.sampled_from(["lead", "partner"]),
    id=st.integers(1, 6),
    partner_id=st.integers(0, 3),
    is_open=st.booleans(),
    active=st.booleans(),
    team_id=st.integers(0, 2),
    last_activity=st.sampled_from([None, OLD, NEW]),
    name=st.sampled_from(["", "Ann Lee", "Lee Ann", "Bob Ray", "Acme"]),
    is_company=st.booleans(),
)
_HITS = st.lists(
    st.builds(
        Hit,
        card=_CARDS,
        kind=st.sampled_from(["phone", "email", "tax_number", "phone_tail", "domain"]),
        key=st.sampled_from(["1", "2"]),
    ),
    max_size=8,
    unique_by=lambda hit: (hit.card.model, hit.card.id),
)


@given(_HITS, st.sampled_from(["", "Ann Lee", "Zoe"]), st.integers(0, 2), st.randoms())
def test_any_hits(hits: list[Hit], name: str, team_id: int, random: Any) -> None:
    """The order of hits is irrelevant, and the ids fit the action."""
    decision = decide(hits, name=name, team_id=team_id)
    shuffled = list(hits)
    random.shuffle(shuffled)
    assert decide(shuffled, name=name, team_id=team_id) == decision
    cards = {hit.card.ref: hit.card for hit in hits}
    assert bool(decision.lead_id) == (decision.action == "attach")
    assert bool(decision.previous_lead_id) == (decision.action == "new_after_lost")
    if decision.action == "attach":
        chosen = cards["lead", decision.lead_id]
        assert chosen.is_open
        assert chosen.active
    if decision.action == "new_linked":
        assert decision.partner_id
    if decision.action == "new":
        assert not decision.related
        assert not decision.partner_id
    assert ("lead", decision.lead_id) not in decision.related
    assert ("partner", decision.partner_id) not in decision.related
