# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import tagged

from .common_assignment import NOON, AssignmentCommon


@tagged("post_install", "-at_install")
class TestPersonLetter(AssignmentCommon):
    """A8: the customer is told of the new person in charge, once and only when it is true."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.people:
            cls.env["crm.team.member"].create({"user_id": user.id, "crm_team_id": cls.team.id})
        cls.team.person_template_id = cls.env.ref("crm_stage_automation.mail_template_new_person")

    def _lead(self, **values):
        number = next(self.numbers)
        email = f"customer{number}@customer.example.com"
        lead = self._create_leads(**{"user_id": self.ann.id, "email_from": email, **values})
        self.env.flush_all()
        return lead

    def _change(self, leads, user, at=NOON):
        with self.mock_datetime_and_now(at):
            leads.write({"user_id": user.id})
            self.env.flush_all()

    def _send(self, at):
        with self.mock_datetime_and_now(at):
            self.env["crm.automatic.letter"]._cron_send()

    def _mails(self, leads):
        domain = [("model", "=", "crm.lead"), ("res_id", "in", leads.ids)]
        return self.env["mail.mail"].search(domain)

    def test_told_once(self):
        """With the name of the new person, after ten minutes in which it can be taken back."""
        lead = self._lead()
        self._change(lead, self.bob)
        self._send(NOON + timedelta(minutes=5))
        self.assertFalse(self._mails(lead))
        self._send(NOON + timedelta(minutes=11))
        self._send(NOON + timedelta(minutes=12))
        mail = self._mails(lead)
        self.assertEqual(mail.email_to, lead.email_from)
        self.assertIn("Bob", mail.subject)
        self.assertIn("'Auto-Submitted': 'auto-generated'", mail.headers)

    def test_copy_of_the_database(self):
        """A neutralized copy forgets the letters that were planned."""
        lead = self._lead()
        self._change(lead, self.bob)
        for query in get_neutralization_queries(["crm_stage_automation"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self._send(NOON + timedelta(minutes=11))
        self.assertFalse(self._mails(lead))

    def test_the_last_of_several(self):
        """Two changes in a row are one letter, with the name that is true."""
        lead = self._lead()
        self._change(lead, self.bob)
        self._change(lead, self.cid, NOON + timedelta(minutes=2))
        self._send(NOON + timedelta(hours=1))
        self.assertIn("Cid", self._mails(lead).subject)

    def test_taken_back(self):
        """Nothing changed for the customer, nothing is said."""
        lead = self._lead()
        self._change(lead, self.bob)
        self._change(lead, self.ann, NOON + timedelta(minutes=2))
        self._send(NOON + timedelta(hours=1))
        self.assertFalse(self._mails(lead))
        letter = self.env["crm.automatic.letter"].search([("lead_id", "=", lead.id)])
        self.assertEqual((letter.state, letter.reason), ("skipped", "same"))

    def test_one_a_day(self):
        """A second change after the letter went out is told the next day."""
        lead = self._lead()
        self._change(lead, self.bob)
        self._send(NOON + timedelta(hours=1))
        self._change(lead, self.cid, NOON + timedelta(hours=2))
        self._send(NOON + timedelta(hours=3))
        self.assertEqual(len(self._mails(lead)), 1)
        self._send(NOON + timedelta(days=1, hours=3))
        self.assertEqual(len(self._mails(lead)), 2)
        self.assertIn("Cid", self._mails(lead)[0].subject)

    def test_within_working_hours(self):
        """In the evening, at the weekend and on a holiday it waits for the next opening."""
        evening, saturday = NOON.replace(hour=17), NOON + timedelta(3)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2026-01-18 23:00:00",
                "date_to": "2026-01-19 23:00:00",
            }
        )
        for at, opening in (
            (evening, datetime(2026, 1, 15, 8)),
            (saturday, datetime(2026, 1, 20, 8)),
        ):
            lead = self._lead()
            self._change(lead, self.bob, at)
            letter = self.env["crm.automatic.letter"].search([("lead_id", "=", lead.id)])
            self.assertEqual(letter.due, opening)
            self._send(opening - timedelta(seconds=1))
            self.assertFalse(self._mails(lead))
            self._send(opening)
            self.assertIn("Bob", self._mails(lead).subject)

    def test_one_over_the_weekend(self):
        """Several changes while nobody works are one letter, with the name that is true then."""
        lead = self._lead()
        self._change(lead, self.bob, NOON + timedelta(3))
        self._change(lead, self.cid, NOON + timedelta(4))
        self._send(NOON + timedelta(6))
        self.assertIn("Cid", self._mails(lead).subject)
        self.assertEqual(len(self._mails(lead)), 1)

    def test_hours_of_nobody(self):
        """Without hours by which somebody could tell, it goes when it would."""
        self.company.resource_calendar_id.attendance_ids.unlink()
        lead = self._lead()
        self._change(lead, self.bob, NOON + timedelta(3))
        self._send(NOON + timedelta(3, minutes=11))
        self.assertTrue(self._mails(lead))

    def test_enough_letters_today(self):
        """It waits for a day on which the customer has had fewer, three times at most."""
        self.company.customer_letter_cap = 1
        lead = self._lead()
        self._change(lead, self.bob)
        letter = self.env["crm.automatic.letter"].search([("lead_id", "=", lead.id)])
        for _day in range(4):
            self.assertEqual(letter.state, "pending")
            with self.mock_datetime_and_now(letter.due):
                self.env["crm.customer.letter"]._count({1: {lead.email_from}}, self.company)
            self._send(letter.due)
        self.assertEqual((letter.state, letter.reason, letter.put_off), ("skipped", "daily_cap", 3))
        self.assertFalse(self._mails(lead))
        self._change(lead, self.cid, letter.due + timedelta(1))
        other = self.env["crm.automatic.letter"].search([("lead_id", "=", lead.id)]) - letter
        with self.mock_datetime_and_now(other.due):
            self.env["crm.customer.letter"]._count({1: {lead.email_from}}, self.company)
        self._send(other.due)
        self._change(lead, self.ann, other.due - timedelta(hours=12))
        self._send(other.due)
        self.assertIn(self.ann.name, self._mails(lead).subject, "one that waits is enough")

    def test_first_person_is_no_change(self):
        """A lead that nobody had is given to its first person without a letter."""
        lead = self._lead(user_id=False)
        self._change(lead, self.bob)
        self._change(lead, self.bob)
        self.assertFalse(self.env["crm.automatic.letter"].search([("lead_id", "=", lead.id)]))

    def test_none_for_merges(self):
        """A merge may bring another person; that is no news for the customer."""
        head, tail = leads = self._lead() | self._lead(user_id=self.bob.id)
        head.expected_revenue = 10
        merged = leads.merge_opportunity(user_id=self.cid.id)
        self.assertEqual(merged.user_id, self.cid)
        self.assertFalse(self.env["crm.automatic.letter"].search([("kind", "=", "person")]))
        self.assertFalse((head | tail).exists() - merged)

    def test_none_for_imports(self):
        """A list of a thousand changes from a file writes to nobody."""
        lead = self._lead()
        fields_, rows = (
            ["id", "user_id/.id"],
            [[lead.export_data(["id"])["datas"][0][0], self.bob.id]],
        )
        result = self.env["crm.lead"].with_context(import_file=True).load(fields_, rows)
        self.assertEqual(result["ids"], lead.ids)
        self.assertEqual(lead.user_id, self.bob)
        self.assertFalse(self.env["crm.automatic.letter"].search([("kind", "=", "person")]))

    def test_closed_meanwhile(self):
        """Who has been lost or won in the ten minutes gets no letter."""
        lead = self._lead()
        self._change(lead, self.bob)
        lead.action_set_lost()
        self._send(NOON + timedelta(hours=1))
        self.assertFalse(self._mails(lead))

    def test_without_a_letter(self):
        """A team without the letter plans none."""
        self.team.person_template_id = False
        lead = self._lead()
        self._change(lead, self.bob)
        self.assertFalse(self.env["crm.automatic.letter"].search([("lead_id", "=", lead.id)]))

    def test_a_text_of_ones_own(self):
        """Another add-on has a letter of its own for important customers."""
        lead = self._lead(priority="3")
        other = self.team.person_template_id.copy({"subject": "Your new agent"})
        registry = self.env.registry["crm.automatic.letter"]
        original = registry._template
        self.patch(
            registry,
            "_template",
            lambda letter: other if letter.lead_id.priority == "3" else original(letter),
        )
        self._change(lead, self.bob)
        self._send(NOON + timedelta(hours=1))
        self.assertEqual(self._mails(lead).subject, "Your new agent")

    def test_cost_does_not_grow(self):
        """Planning for ten leads and for a hundred costs the same."""
        costs = []
        for count in (2, 10, 100):  # the first fills the caches
            leads = self.env["crm.lead"].union(*(self._lead() for _number in range(count)))
            former = dict.fromkeys(leads.ids, self.ann.id)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            leads._plan_person_letters(former)
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[1], costs[2])

    def test_roles(self):
        """Who may see the lead sees what its customer was sent; nobody changes it."""
        lead = self._lead()
        self._change(lead, self.bob)
        letter = self.env["crm.automatic.letter"].search([("lead_id", "=", lead.id)])
        clerk = self._create_user("clerk", "base.group_user")
        for user, sees in (
            (self.bob, True),
            (self.ann, False),
            (self.leader, True),
            (clerk, False),
        ):
            self.assertEqual(letter.with_user(user).has_access("read"), sees, user.name)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(letter.with_user(user).has_access(operation))
        letter.company_id = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(letter.with_user(self.leader).has_access("read"))
