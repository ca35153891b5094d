# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which rule decides: the first that could have decided alone."""

from dataclasses import dataclass, field, replace

from crm_telephony_bridge_tools.routing import Caller, Rule, decide, is_dialable
from hypothesis import given
from hypothesis import strategies as st

USERS = st.integers(0, 4)
CODES = st.sampled_from(["UA", "HU", "TW", ""])
AMOUNTS = st.none() | st.integers(-5, 5).map(float)
NUMBERS = st.sampled_from(["", "101", "600", "0", "1,2", "101&102"])


@dataclass
class Office:
    """Answers from tables and remembers what it was asked."""

    amount: float
    hours: frozenset[int]
    phones: dict[tuple[int, str], str]
    queues: dict[int, str]
    asked: list[str] = field(default_factory=list)

    def turnover(self):
        """The same for every rule."""
        self.asked.append("turnover")
        return self.amount

    def is_open(self, calendar):
        """By the table."""
        self.asked.append("hours")
        return calendar in self.hours

    def extension_of(self, user, availability):
        """By the table."""
        self.asked.append("person")
        return self.phones.get((user, availability), "")

    def number_of(self, queue):
        """By the table."""
        self.asked.append("queue")
        return self.queues.get(queue, "")


availability = st.sampled_from(["always", "work", "present"])
offices = st.builds(
    Office,
    amount=st.integers(-6, 6).map(float),
    hours=st.frozensets(st.integers(1, 3)),
    phones=st.dictionaries(st.tuples(USERS, availability), NUMBERS),
    queues=st.dictionaries(USERS, NUMBERS),
)
callers = st.builds(
    Caller,
    line=st.sampled_from(["", "700", "+380442003040"]),
    is_known=st.booleans(),
    in_charge=USERS,
    country=CODES,
    language=st.sampled_from(["", "uk_UA", "hu_HU"]),
)
drawn = st.builds(
    Rule,
    id=st.just(0),
    kind=st.sampled_from(["in_charge", "user", "extension", "queue"]),
    target_id=USERS,
    extension=NUMBERS,
    instead=NUMBERS,
    availability=availability,
    is_known=st.none() | st.booleans(),
    in_charge=st.sampled_from(["any", "none", "free", "not_free"]),
    lines=st.sampled_from([(), ("700",), ("044 200 30 40", "1")]),
    countries=st.frozensets(st.sampled_from(["UA", "HU"]), max_size=1),
    languages=st.frozensets(st.sampled_from(["uk_UA", "hu_HU"]), max_size=1),
    turnover_from=AMOUNTS,
    turnover_to=AMOUNTS,
    calendar=st.integers(0, 3),
    in_hours=st.booleans(),
)
books = st.lists(drawn, max_size=8).map(
    lambda rules: [replace(rule, id=number) for number, rule in enumerate(rules, start=1)]
)


@given(books, callers, offices)
def test_the_first_that_would_decide_alone_decides(rules, caller, office):
    """Rules do not depend on one another; only their order counts."""
    alone = [rule.id for rule in rules if decide([rule], caller, office).rule_id]
    told = decide(rules, caller, office)
    assert told.rule_id == (alone[0] if alone else None)


@given(books, callers, offices)
def test_every_rule_before_is_explained(rules, caller, office):
    """What is shown names all rules up to the one that decides, in their order."""
    told = decide(rules, caller, office)
    before = rules[: told.rule_id - 1] if told.rule_id else rules
    assert [one.rule_id for one in told.passed] == [rule.id for rule in before]


@given(books, callers, offices, NUMBERS)
def test_a_pbx_is_never_told_more_than_one_number(rules, caller, office, last):
    """Whatever stands in the settings, the answer is empty or one number."""
    extension = decide(rules, caller, office, last).extension
    assert not extension or is_dialable(extension)


@given(books, callers, offices)
def test_what_no_rule_asks_is_not_looked_up(rules, caller, office):
    """A look-up costs time while a phone waits."""
    decide(rules, caller, office)
    if all(rule.turnover_from is None and rule.turnover_to is None for rule in rules):
        assert "turnover" not in office.asked
    if not any(rule.calendar for rule in rules):
        assert "hours" not in office.asked


def test_a_band_begins_with_its_first_amount_and_ends_before_its_last():
    """Neighbouring bands leave no amount out and claim none twice."""
    small = Rule(1, "extension", extension="1", turnover_to=1000)
    large = Rule(2, "extension", extension="2", turnover_from=1000)
    decided = [
        decide([small, large], Caller(), Office(amount, frozenset(), {}, {})).rule_id
        for amount in (-1.0, 999.99, 1000.0, 1000.01)
    ]
    assert decided == [1, 1, 2, 2]


def test_a_person_who_cannot_take_the_call_is_replaced_or_passed_over():
    """With a number to ring instead the rule still decides, without one the next does."""
    office = Office(0.0, frozenset(), {}, {})
    caller = Caller(is_known=True, in_charge=3)
    kept = decide([Rule(1, "in_charge", instead="600")], caller, office)
    assert (kept.extension, kept.is_instead) == ("600", True)
    passed = decide([Rule(1, "in_charge"), Rule(2, "extension", extension="0")], caller, office)
    assert (passed.extension, passed.rule_id, passed.is_instead) == ("0", 2, False)
