# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from datetime import timedelta

from odoo.models import BaseModel
from odoo.tests import tagged, users

from .log_common import LogCommon

PIVOTS = [
    (
        [[], ["disposition"], ["user_id"], ["user_id", "disposition"]],
        ("talk_seconds:sum", "__count"),
    ),
    ([["line"], ["is_recovered"], ["line", "is_recovered"]], ("__count", "wait_seconds:sum")),
    ([[], ["started_at:week", "team_id", "partner_id"], ["team_id"]], ("__count",)),
    # What cannot be added up, or has no finest set, is core's own.
    ([["user_id"], ["disposition"]], ("talk_seconds:sum", "__count")),
    ([[], ["user_id"]], ("talk_seconds:avg", "customer_tail:count_distinct")),
    ([[], ["user_id.partner_id"]], ("__count",)),
]


@tagged("post_install", "-at_install")
class TestCallGroups(LogCommon):
    """The pivot of the log says what core would say, in fewer scans of the log."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        chance = random.Random(7)
        people = [cls.user_sales_manager, cls.user_sales_leads, cls.env["res.users"]]
        contacts = [cls._create_partner(name=name) for name in ("Zoe", "Adam", "Émile")]
        cls.made = cls.calls.browse()
        for minute in range(60):
            cls.made |= cls._create_call(
                minutes=minute * 600,
                user_id=chance.choice(people).id,
                disposition=chance.choice(["answered", "missed", "busy"]),
                line=chance.choice(["+380441112233", "+380442223344", False]),
                partner_id=chance.choice(contacts).id,
                team_id=chance.choice([cls.sales_team_1.id, False]),
                is_recovered=chance.random() < 0.5,
                talk_seconds=chance.randrange(100),
            )

    def test_equal_to_core(self):
        """Values, sums and order, with an order told as the web client tells it and without."""
        calls = self.calls.with_context(tz="Europe/Kyiv")
        domain = [("id", "in", self.made.ids)]
        for sets, aggregates in PIVOTS:
            specs = dict.fromkeys(spec for groupby in sets for spec in groupby)
            with self.subTest(sets=sets):
                order = ", ".join(specs)
                core = BaseModel._read_grouping_sets(calls, domain, sets, aggregates, order=order)
                self.assertTrue(any(core))
                self.assertEqual(
                    calls._read_grouping_sets(domain, sets, aggregates, order=order), core
                )

    def test_nothing_there(self):
        """An empty pivot is core's empty pivot."""
        sets, domain = [[], ["user_id"]], [("id", "=", 0)]
        core = BaseModel._read_grouping_sets(self.calls, domain, sets, ("__count",))
        self.assertEqual(self.calls._read_grouping_sets(domain, sets, ("__count",)), core)

    @users("user_sales_salesman")
    def test_of_the_calls_one_sees(self):
        """A salesperson's pivot counts his own calls."""
        mine = self._create_call(user_id=self.env.uid, minutes=timedelta(days=60).days)
        calls = self.calls.with_env(self.env)
        domain = [("id", "in", (self.made | mine).ids)]
        [[[total]], people] = calls._read_grouping_sets(domain, [[], ["user_id"]], ("__count",))
        self.assertEqual((total, people), (1, [(self.env.user, 1)]))
