# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Links of cards that become one: what holds for any links."""

import doctest
from datetime import date, timedelta

from crm_counterparty_tools import party_links
from crm_counterparty_tools.party_links import PartyLink, unify
from hypothesis import given
from hypothesis import strategies as st

FIRST = date(2026, 1, 1)
days = st.none() | st.integers(0, 20).map(lambda day: FIRST + timedelta(day))


@st.composite
def some_links(draw: st.DrawFn) -> list[PartyLink]:
    """Links of few partners, roles and days, so that they meet often."""
    links = []
    for number in draw(st.lists(st.integers(1, 99), max_size=8, unique=True)):
        start, end = draw(days), draw(days)
        if start and end and start > end:
            start, end = end, start
        links.append(
            PartyLink(
                id=number, client=draw(st.integers(1, 2)), party=draw(st.integers(2, 4)),
                role=draw(st.integers(1, 2)), company=draw(st.integers(0, 1)),
                rank=draw(st.integers(0, 1)), start=start, end=end,
                is_default=draw(st.booleans()), words=(draw(st.none() | st.sampled_from("ab")),),
            )
        )  # fmt: skip
    return links


def _key(link: PartyLink) -> tuple[int, int, int, int]:
    return link.client, link.party, link.role, link.company


def _covered(links: list[PartyLink]) -> set[tuple[tuple[int, int, int, int], date]]:
    """Who was what on which day, a day before and after all included."""
    window = [FIRST + timedelta(day) for day in range(-1, 22)]
    return {
        (_key(link), day)
        for link in links
        if link.client != link.party
        for day in window
        if link.days[0] <= day <= link.days[1]
    }


def test_doctests() -> None:
    """The examples in the documentation are true."""
    told = doctest.testmod(party_links)
    assert told.attempted
    assert not told.failed


@given(some_links())
def test_nothing_is_lost_or_invented(links: list[PartyLink]) -> None:
    """On each day the same parties have the same roles; all words are there."""
    kept, gone = unify(links)
    assert _covered(kept) == _covered(links)
    assert {link.id for link in kept} | gone == {link.id for link in links}
    for link in links:
        if link.client != link.party and link.words[0]:
            assert any(
                link.words[0] in (one.words[0] or "")
                for one in kept
                if _key(one) == _key(link) and one.overlaps(link)
            )


@given(some_links())
def test_the_database_accepts_them(links: list[PartyLink]) -> None:
    """No link twice in a day, one default, none with itself: what the constraints ask."""
    kept, _gone = unify(links)
    for link in kept:
        assert link.client != link.party
        for other in kept:
            if other.id != link.id and link.overlaps(other):
                assert _key(link) != _key(other)
                same_role = (link.client, link.role, link.company) == (
                    other.client, other.role, other.company,
                )  # fmt: skip
                assert not (same_role and link.is_default and other.is_default)


@given(some_links())
def test_a_default_remains(links: list[PartyLink]) -> None:
    """Where there was a default there is one, and the first by rank keeps it on all its days."""
    kept, _gone = unify(links)
    before = {_key(link)[:1] + _key(link)[2:] for link in links
              if link.is_default and link.client != link.party}  # fmt: skip
    after = {_key(link)[:1] + _key(link)[2:] for link in kept if link.is_default}
    assert after == before


@given(some_links())
def test_once_is_enough(links: list[PartyLink]) -> None:
    """What has been unified stays as it is."""
    kept, _gone = unify(links)
    again, gone = unify(kept)
    assert not gone
    assert sorted(again, key=lambda link: link.id) == sorted(kept, key=lambda link: link.id)
