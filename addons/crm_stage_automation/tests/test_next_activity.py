# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PlaybookCommon


@tagged("post_install", "-at_install")
class TestNextActivity(PlaybookCommon):
    """Which deals hang in the air, and who is asked about them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deferred = cls.env["crm.stage"].create({"name": "Next Year", "is_deferred": True})
        cls.idle = cls._create_lead()
        cls.planned = cls._create_lead()
        cls.activity = cls._plan_call(cls.planned)
        cls.exempt = cls.env["crm.lead"].union(
            cls._create_lead(stage_id=cls.deferred.id),
            cls._create_lead(stage_id=cls.stage_gen_won.id),
            cls._create_lead(type="lead"),
        )
        cls.lost = cls._create_lead()
        cls.lost.action_set_lost()
        cls.archived = cls._create_lead(active=False)
        cls.all = cls.idle + cls.planned + cls.exempt + cls.lost + cls.archived

    @classmethod
    def _plan_call(cls, lead):
        return lead.activity_schedule(
            "mail.mail_activity_data_call", date(2026, 1, 5), user_id=cls.user_sales_leads.id
        )

    def _found(self, value=True):
        leads = self.env["crm.lead"].with_context(active_test=False)
        return leads.search([("no_next_activity", "=", value), ("id", "in", self.all.ids)])

    def test_which(self):
        """Open deals without activity; not won, lost, archived, deferred ones, and no leads."""
        self.assertEqual(self._found(), self.idle)
        self.assertEqual(self.all.filtered("no_next_activity"), self.idle)
        self.assertEqual(set(self._found(False)), set(self.all - self.idle))

    def test_done_and_called_off(self):
        """A done activity is none, nor is one that was deleted."""
        self.activity.action_done()
        self.assertEqual(set(self._found()), {self.idle, self.planned})
        self.assertTrue(self.planned.no_next_activity)
        self.assertTrue(self.planned.with_context(active_test=False).no_next_activity)
        self._plan_call(self.idle).unlink()
        self.assertIn(self.idle, self._found())
        self._plan_call(self.idle)
        self.assertNotIn(self.idle, self._found())
        self.assertFalse(self.idle.no_next_activity)

    def test_put_off(self):
        """Whoever moves a deal to a stage of waiting is not asked any more."""
        self.idle.stage_id = self.deferred
        self.assertFalse(self.idle.no_next_activity)
        self.assertFalse(self._found())

    def test_waiting_is_no_progress(self):
        """A stage where deals wait asks for nothing that stages before it ask for."""
        self.assertTrue(self.deferred._is_parking())
        self.deferred.is_deferred = False
        self.assertFalse(self.deferred._is_parking())

    def test_asked_at_once(self):
        """Only where a playbook that is on cares, for the deals that it is for."""
        salesperson = self.idle.with_user(self.user_sales_leads)
        self.assertFalse(salesperson.wants_next_activity())
        rule = self._create_rule({"kind": "notify"}, trigger="no_activity", stage_ids=[])
        self.assertTrue(salesperson.wants_next_activity())
        self.assertFalse(self.planned.wants_next_activity())
        rule.team_ids = self.env["crm.team"].create({"name": "Others"})
        self.assertFalse(salesperson.wants_next_activity())
        rule.team_ids = self.sales_team_1
        self.assertTrue(salesperson.wants_next_activity())
        rule.domain = "[('expected_revenue', '>', 1000)]"
        self.assertFalse(salesperson.wants_next_activity())
        self.playbook.action_switch_off()
        rule.domain = "[]"
        self.assertFalse(salesperson.wants_next_activity())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_roles(self):
        """A salesperson finds and asks about his own; the leader those of everybody."""
        own = self._create_lead(user_id=self.user_sales_salesman.id)
        self.all += own
        for user, expected in (
            (self.user_sales_salesman, own),
            (self.user_sales_leads, self.idle | own),
            (self.user_sales_manager, self.idle | own),
        ):
            with self.subTest(user=user.login):
                leads = self.env["crm.lead"].with_user(user)
                found = leads.search([("no_next_activity", "=", True)]) & self.all.with_user(user)
                self.assertEqual(set(found.ids), set(expected.ids))
        with self.assertRaises(AccessError):
            self.idle.with_user(self.user_sales_salesman).wants_next_activity()

    def test_speed(self):
        """Reading and finding take the same number of queries for ten and for fifty."""

        def queries(size):
            leads = self.env["crm.lead"].union(*(self._create_lead() for _ in range(size)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(leads.filtered("no_next_activity"), leads)
            found = leads.search([("no_next_activity", "=", True), ("id", "in", leads.ids)])
            self.assertEqual(len(found), size)
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(10), queries(50))
