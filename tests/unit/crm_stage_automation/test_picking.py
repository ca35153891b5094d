# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who gets which lead: fair turns, loads, rules, caps, and people who are away."""

from collections import Counter

from crm_stage_automation_tools.picking import Person, Rule, Seat, share_out
from hypothesis import given
from hypothesis import strategies as st


class Team:
    """People of one rule whose credits are remembered from run to run, as a database does."""

    def __init__(self, weights, method="round_robin"):
        self.weights = weights
        self.method = method
        self.credits = {}
        self.people = {person: Person() for person in weights}
        self.runs = 0

    def run(self, count=1):
        """Share out so many leads in one run; return who got them."""
        self.runs += 1
        seats = [
            Seat(person, weight, self.credits.get(person, 0))
            for person, weight in self.weights.items()
        ]
        leads = [self.runs * 1000 + number for number in range(count)]
        shares = share_out(leads, [Rule(1, seats, self.method)], self.people)
        self.credits = shares.credits[1]
        return [shares.given[lead][0] for lead in leads if lead in shares.given]

    def runs_of_one(self, count):
        """Share out so many leads, one in a run."""
        return Counter(person for _run in range(count) for person in self.run())


def test_one_lead_a_run_over_three_equal_people():
    """Ten runs give 4, 3 and 3: the turn is remembered between them."""
    assert sorted(Team({1: 1, 2: 1, 3: 1}).runs_of_one(10).values()) == [3, 3, 4]


def test_no_burst_after_two_weeks_of_leave():
    """Who comes back takes his turn like the others, and no more than that."""
    team = Team({1: 1, 2: 1, 3: 1})
    team.run(7)
    team.people[2].is_absent = True
    away = team.runs_of_one(140)
    assert away[2] == 0
    assert abs(away[1] - away[3]) <= 2
    team.people[2].is_absent = False
    assert team.runs_of_one(3)[2] <= 2
    assert max(team.runs_of_one(9).values()) <= 4


def test_weights():
    """Who works half the time gets half as many, spread out and not in a row."""
    team = Team({1: 2, 2: 2, 3: 1})
    given_to = team.run(50)
    assert Counter(given_to) == {1: 20, 2: 20, 3: 10}
    assert "33" not in "".join(map(str, given_to))


def test_changed_weights_give_nobody_a_row_of_turns():
    """Credits of large weights are worth no more than small ones once the weights are small."""
    team = Team({1: 1000, 2: 1000, 3: 1})
    team.run(999)
    team.weights = {1: 1, 2: 1, 3: 1}
    assert max(Counter(team.run(9)).values()) <= 5


def test_least_loaded():
    """5, 3 and 3 leads and four new ones make 5, 5 and 5."""
    team = Team({1: 1, 2: 1, 3: 1}, "least_loaded")
    for person, load in zip(team.people.values(), (5, 3, 3), strict=True):
        person.load = load
    team.run(4)
    assert [person.load for person in team.people.values()] == [5, 5, 5]


def test_equally_loaded_people_take_turns():
    """Where leads are done as fast as they come, it is not always the first who gets them."""
    team = Team({1: 1, 2: 1, 3: 1}, "least_loaded")
    given_to = Counter()
    for _run in range(9):
        given_to.update(team.run())
        for person in team.people.values():
            person.load = 0
    assert given_to == {1: 3, 2: 3, 3: 3}


def test_the_first_rule_that_fits_and_has_somebody():
    """Wholesale goes to its people; while they are away, to those of the next rule that fits."""
    people = {1: Person(is_absent=True), 2: Person(), 3: Person()}
    wholesale = Rule(10, [Seat(1)], leads={100, 101})
    german = Rule(11, [Seat(2)], leads={101, 102})
    shares = share_out([100, 101, 102, 103], [wholesale, german], people)
    assert shares.given == {101: (2, 11), 102: (2, 11)}
    assert shares.left == {100: "absent", 103: "no_rule"}


def test_caps():
    """A full person gets none, and all being full is told apart from all being away."""
    people = {1: Person(room=2), 2: Person(room=1)}
    shares = share_out(range(5), [Rule(1, [Seat(1), Seat(2)])], people)
    assert Counter(person for person, _rule in shares.given.values()) == {1: 2, 2: 1}
    assert set(shares.left.values()) == {"full"}


def test_the_first_of_the_seats():
    """The method for a stand-in: always the same, until he cannot."""
    people = {1: Person(room=1), 2: Person()}
    shares = share_out([1, 2], [Rule(1, [Seat(1), Seat(2)], "first")], people)
    assert [person for person, _rule in shares.given.values()] == [1, 2]


seats = st.lists(
    st.builds(Seat, st.integers(1, 5), st.integers(0, 4), st.integers(-50, 50)),
    unique_by=lambda seat: seat.person,
    max_size=5,
)
rules = st.lists(
    st.builds(
        Rule,
        st.integers(1, 9),
        seats,
        st.sampled_from(["round_robin", "least_loaded", "first"]),
        st.none() | st.frozensets(st.integers(0, 30)),
    ),
    unique_by=lambda rule: rule.id,
    max_size=4,
)
crews = st.fixed_dictionaries(
    {
        person: st.builds(
            Person, st.integers(0, 20), st.none() | st.integers(0, 4), is_absent=st.booleans()
        )
        for person in range(1, 6)
    }
)


@given(rules, crews, st.integers(0, 30))
def test_nobody_gets_what_he_cannot_take(book, people, count):
    """Each lead is given or left; absent people, weight 0 and full people get none."""
    rooms = {person: known.room for person, known in people.items()}
    loads = {person: known.load for person, known in people.items()}
    shares = share_out(range(count), book, people)
    assert sorted([*shares.given, *shares.left]) == list(range(count))
    got = Counter(person for person, _rule in shares.given.values())
    weights = {(seat.person, rule.id): seat.weight for rule in book for seat in rule.seats}
    by_id = {rule.id: rule for rule in book}
    for lead, (person, rule) in shares.given.items():
        assert weights[person, rule] > 0
        assert by_id[rule].leads is None or lead in by_id[rule].leads
    for person, number in got.items():
        assert not people[person].is_absent
        assert rooms[person] is None or number <= rooms[person]
        assert people[person].load == loads[person] + number


@given(st.dictionaries(st.integers(1, 5), st.integers(1, 4), min_size=1), st.integers(0, 60))
def test_turns_follow_the_weights_at_every_moment(weights, count):
    """After any number of leads nobody is a whole turn away from his share."""
    got = Counter(Team(weights).run(count))
    total = sum(weights.values())
    for person, weight in weights.items():
        assert abs(got[person] - count * weight / total) < 1 + weight / total


@given(
    st.dictionaries(st.integers(1, 4), st.integers(1, 3), min_size=2),
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 9)), max_size=8),
)
def test_a_batch_is_shared_out_like_single_leads(weights, days):
    """It does not matter how leads come together, also while people come and go."""
    batch, single = Team(weights), Team(weights)
    for person, count in days:
        if person in weights:
            for team in (batch, single):
                team.people[person].is_absent = not team.people[person].is_absent
        assert Counter(batch.run(count)) == single.runs_of_one(count)
