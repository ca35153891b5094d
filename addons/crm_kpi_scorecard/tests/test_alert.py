# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.crm_kpi_scorecard.tools.periods import Period

from .common import KpiCommon

MARCH = Period("month", date(2031, 3, 1))


@tagged("post_install", "-at_install")
class TestAlert(KpiCommon):
    """A figure that changes its band tells those subscribed, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.kpi.definition"].search([("id", "!=", False)]).action_archive()
        cls.kpi = cls._create_kpi(name="Deals of the Month")
        cls._create_bands(cls.kpi, (None, 2, "red"), (2, None, "green"))
        cls.alert = cls.env["crm.kpi.alert"].create(
            {
                "definition_id": cls.kpi.id,
                "company_id": cls.company.id,
                "subscriber_id": cls.user_leader.id,
                "level": "person",
            }
        )
        cls._win()
        cls._store("2031-03-06 12:00:00")

    def setUp(self):
        super().setUp()
        # A test keeps its transaction; what is committed when is the scheduler's part.
        cron = self.env.registry["ir.cron"]
        self.patch(cron, "_commit_progress", lambda *_args, **_values: 60.0)

    @classmethod
    def _win(cls):
        return cls._create_won(cls.user_member, cls.team_kpi, "2031-03-05 10:00:00")

    @classmethod
    def _store(cls, now):
        with freeze_time(now):
            cls.env["crm.kpi.snapshot"]._store(cls.company, [MARCH])

    def _events(self):
        return self.env["crm.kpi.alert.event"].search([("alert_id", "=", self.alert.id)])

    def _messages(self, user=None):
        partner = (user or self.user_leader).partner_id
        return self.env["mail.message"].search(
            [("partner_ids", "in", partner.ids), ("body", "like", "Deals of the Month")]
        )

    def test_told_once(self):
        """Red to green: one message with figure, reason and way to it; nothing at the next run."""
        self._win()
        self._store("2031-03-06 12:15:00")
        self.env["crm.kpi.alert.event"]._cron_send()
        self._store("2031-03-06 12:30:00")
        self.env["crm.kpi.alert.event"]._cron_send()
        message = self._messages()
        self.assertEqual(len(message), 1)
        for words in ("Member", "2031-03", "Red", "Green", "action_kpi_board"):
            self.assertIn(words, message.body)
        self.assertEqual(self._events().mapped("state"), ["sent"])

    def test_back_before_sending(self):
        """A figure that is back in its band before anybody was told makes no message."""
        lead = self._win()
        self._store("2031-03-06 12:15:00")
        lead.unlink()
        self._store("2031-03-06 12:30:00")
        self.env["crm.kpi.alert.event"]._cron_send()
        self.assertEqual(self._events().mapped("state"), ["cancelled"])
        self.assertFalse(self._messages())

    def test_again(self):
        """Green, red, and green again are three messages."""
        leads = [self._win()]
        for number in range(3):
            if number == 1:
                leads.pop().unlink()
            elif number == 2:
                leads.append(self._win())
            self._store(f"2031-03-06 13:{number:02}:00")
            self.env["crm.kpi.alert.event"]._cron_send()
        self.assertEqual(len(self._messages()), 3)

    def test_digest(self):
        """A digest gathers several figures into one message a day."""
        self.alert.how = "digest"
        for user in (self.user_mate, self.user_member):
            self._create_won(user, self.team_kpi, "2031-03-05 10:00:00")
        self._store("2031-03-06 12:15:00")
        self._create_won(self.user_mate, self.team_kpi, "2031-03-05 10:00:00")
        self._store("2031-03-06 12:30:00")
        self.env["crm.kpi.alert.event"]._cron_send()
        self.assertFalse(self._messages())
        self.env["crm.kpi.alert.event"]._cron_digest()
        self.assertEqual(len(self._messages()), 1)
        self.assertEqual(len(self._events().filtered(lambda event: event.state == "sent")), 2)

    def test_only_what_may_be_seen(self):
        """Of a figure one may not see no message even waits: it would tell the colours."""
        self.alert.subscriber_id = self.user_mate
        self._win()
        self._store("2031-03-06 12:15:00")
        self.assertFalse(self._events())

    def test_right_taken_away(self):
        """Who may not see the figure any more when it is sent is not told."""
        self._win()
        self._store("2031-03-06 12:15:00")
        self.assertEqual(self._events().mapped("state"), ["waiting"])
        self.team_kpi.user_id = False
        self.env["crm.kpi.alert.event"]._cron_send()
        self.assertEqual(self._events().mapped("state"), ["cancelled"])
        self.assertFalse(self._messages())

    def test_subscriber_has_left(self):
        """Who has left the company is told nothing."""
        self.user_leader.active = False
        self._win()
        self._store("2031-03-06 12:15:00")
        self.assertFalse(self._events())

    def test_members_of_a_team(self):
        """An alert about the people of a team, without a person, is about each of them."""
        self.alert.active = False
        alerts = self.env["crm.kpi.alert"].create(
            [
                {
                    "definition_id": self.kpi.id,
                    "company_id": self.company.id,
                    "subscriber_id": self.user_sales_manager.id,
                    "level": "team_person",
                    "team_id": team.id,
                }
                for team in (self.team_kpi, self.sales_team_1)
            ]
        )
        self._win()
        self._store("2031-03-06 12:15:00")
        self.assertEqual(alerts.event_ids.alert_id, alerts[0])

    def test_switched_off(self):
        """What waited when an alert was switched off is not told when it is switched on again."""
        self._win()
        self._store("2031-03-06 12:15:00")
        self.alert.active = False
        self.env["crm.kpi.alert.event"]._cron_send()
        self.alert.active = True
        self.env["crm.kpi.alert.event"]._cron_send()
        self.assertEqual(self._events().mapped("state"), ["cancelled"])
        self.assertFalse(self._messages())

    def test_killed_while_sending(self):
        """A process that dies before it commits leaves the message waiting, and it is sent once."""
        self._win()
        self._store("2031-03-06 12:15:00")
        self.env.flush_all()
        events = self.env["crm.kpi.alert.event"]
        with self.assertRaises(KeyboardInterrupt), self.env.cr.savepoint():
            self.patch(
                self.env.registry["ir.cron"], "_commit_progress", self._die_after_the_first()
            )
            events._cron_send()
        self.env.invalidate_all()
        self.assertEqual(self._events().mapped("state"), ["waiting"])
        self.patch(self.env.registry["ir.cron"], "_commit_progress", lambda *_args, **_values: 60.0)
        events._cron_send()
        self.assertEqual(len(self._messages()), 1)

    def _die_after_the_first(self):
        """A stand-in for committing, that ends the process where messages have been written."""

        def commit(_cron, done=0, **_values):
            if done:
                raise KeyboardInterrupt
            return 60.0

        return commit

    def test_queries_do_not_grow(self):
        """Ten figures cost as many queries to note as one."""
        people = [self._create_user(f"user_many_{number}") for number in range(11)]
        self.team_kpi.member_ids |= self.env["res.users"].union(*people)
        figures = [
            self._create_snapshot(
                self.kpi,
                level="person",
                user_id=user.id,
                kind="month",
                date_from="2031-03-01",
                date_to="2031-03-31",
            )
            for user in people
        ]
        counts = []
        for some in (figures[:1], figures[1:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["crm.kpi.alert"]._notice([(each.id, "red", "green") for each in some])
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(self._events()), 11)
        self.assertLessEqual(counts[1], counts[0])

    def test_bus_tells_nothing(self):
        """The message to the browsers names the company and no figure, and goes to users."""
        self._win()
        self._store("2031-03-06 12:15:00")
        self.env.cr.precommit.run()
        sent = self.env["bus.bus"].search([("message", "like", "crm_kpi_scorecard/new")])
        self.assertTrue(sent)
        for each in sent:
            self.assertNotIn("value", each.message)
            self.assertIn("res.partner", each.channel)
