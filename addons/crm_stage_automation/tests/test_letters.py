# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .runner import RunnerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-01-02 10:00:00")
class TestLetters(RunnerCommon):
    """Letters and SMS of playbooks are queued for those who may be written to, and no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["mail.template"].create(
            {
                "name": "Letter",
                "model_id": cls.env["ir.model"]._get_id("crm.lead"),
                "subject": "About {{ object.name }}",
                "body_html": "<p>Hello</p>",
                "email_to": "{{ object.email_from }}",
                "auto_delete": False,
            }
        )
        cls.sms = cls.env["sms.template"].create(
            {
                "name": "SMS",
                "model_id": cls.env["ir.model"]._get_id("crm.lead"),
                "body": "Hello {{ object.name }}",
            }
        )
        cls.step = cls._create_step("mail", mail_template_id=cls.template.id)
        cls.sms_step = cls._create_step("sms", sms_template_id=cls.sms.id)

    def _letters(self, leads):
        return self.env["mail.mail"].search(
            [("model", "=", "crm.lead"), ("res_id", "in", leads.ids)]
        )

    def _send(self, leads, step=None):
        """Return (state, reason) of each."""
        jobs = self._create_jobs(step or self.step, leads)
        self._run()
        return [(job.state, job.reason) for job in jobs]

    def test_letters_are_queued(self):
        """Core's queue sends them; the job says which message it made."""
        leads = self._create_lead(email_from="a@example.com")
        leads |= self._create_lead(email_from="b@example.com")
        jobs = self._create_jobs(self.step, leads)
        self._run()
        letters = self._letters(leads)
        self.assertEqual(letters.mapped("state"), ["outgoing"] * 2)
        self.assertEqual(set(jobs.mapped("made_id")), set(letters.mail_message_id.ids))
        self.assertEqual(letters.create_uid, self.leader)
        # The customer's robot, if he has one, is asked not to answer.
        self.assertIn("'Auto-Submitted': 'auto-generated'", letters[0].headers)

    def test_who_wants_none_gets_none(self):
        """Blacklisted, bounced, without address: skipped with the reason; nothing is queued."""
        self.env["mail.blacklist"].create({"email": "no@example.com"})
        self.env["res.partner"].create(
            {"name": "Away", "email": "away@example.com", "message_bounce": 1}
        )
        leads = self._create_lead(email_from="No <NO@example.com>")
        leads |= self._create_lead(email_from="away@example.com")
        leads |= self._create_lead(email_from=False)
        leads |= self._create_lead(email_from="lead@example.com", message_bounce=1)
        self.assertEqual(
            self._send(leads),
            [("skipped", reason) for reason in ("blacklisted", "bounced", "no_address", "bounced")],
        )
        self.assertFalse(self._letters(leads))

    def test_daily_cap(self):
        """No more than so many a day and customer, over deals and runs; others are not touched."""
        self.company.customer_letter_cap = 2
        leads = self._create_leads(3, email_from="much@example.com")
        leads |= self._create_lead(email_from="other@example.com")
        states = [state for state, _reason in self._send(leads)]
        self.assertEqual(states, ["done", "done", "pending", "done"])
        again = self._create_lead(email_from="much@example.com")
        self.assertEqual(self._send(again), [("pending", "daily_cap")])
        self.assertEqual(len(self._letters(leads | again)), 3)
        with freeze_time("2026-01-03 10:00:00"):
            later = self._create_lead(email_from="much@example.com")
            self.assertEqual(self._send(later), [("done", False)])

    def test_over_the_cap_goes_later(self):
        """What is one too many goes at the same time of the next day, or when work begins then."""
        self.company.customer_letter_cap = 1
        leads = self._create_leads(2, email_from="much@example.com")
        follower = self.env["crm.playbook.step"].create(
            {
                "name": "Then",
                "kind": "wait",
                "rule_id": self.step.rule_id.id,
                "after_step_id": self.step.id,
            }
        )
        jobs = self._create_jobs(self.step, leads)
        self._run()
        late = jobs.filtered(lambda job: job.state == "pending")
        # Friday 11:00 in Berlin; there is no work on Saturday at 11, so Monday 9:00.
        self.assertEqual((late.due, late.put_off), (datetime(2026, 1, 5, 8), 1))
        self.assertEqual(len(self._jobs(leads, root_step=follower.id)), 1)
        self._run()
        self.assertEqual((late.state, late.put_off), ("pending", 1))
        with freeze_time("2026-01-05 08:00:00"):
            self._run()
        self.assertEqual((late.state, late.reason), ("done", False))
        self.assertEqual(len(self._letters(leads)), 2)
        self.assertEqual(len(self._jobs(leads, root_step=follower.id)), 2)

    def test_put_off_at_most_so_often(self):
        """A customer who gets enough letters every day does not get this one: it says why."""
        self.company.customer_letter_cap = 1
        job = self._create_jobs(self.step, self._create_lead(email_from="much@example.com"))
        dues = []
        while job.state == "pending":
            with freeze_time(job.due):
                counts = self.env["crm.customer.letter"]
                self.assertFalse(counts._count({1: {"much@example.com"}}, self.company))
                self._run()
            dues.append(job.due)
        tuesday, wednesday = datetime(2026, 1, 6, 8), datetime(2026, 1, 7, 8)
        self.assertEqual(dues, [datetime(2026, 1, 5, 8), tuesday, wednesday, wednesday])
        self.assertEqual((job.state, job.reason), ("skipped", "daily_cap"))
        self.assertFalse(self._letters(self.env["crm.lead"].browse(job.res_id)))

    def test_put_off_is_cancelled_like_any(self):
        """What waits for the next day is not sent to who is a customer of others by then."""
        self.company.customer_letter_cap = 1
        leads = self._create_leads(2, email_from="much@example.com")
        jobs = self._create_jobs(self.step, leads)
        self._run()
        late = jobs.filtered(lambda job: job.state == "pending")
        self.env["crm.lead"].browse(late.res_id).action_set_lost()
        self._end()
        self.assertEqual((late.state, late.reason), ("cancelled", "closed"))

    def test_put_off_keeps_its_day(self):
        """A new person in charge does not bring it forward."""
        self.company.customer_letter_cap = 1
        step = self._create_step(
            "mail", mail_template_id=self.template.id, delay_calendar="assignee"
        )
        jobs = self._create_jobs(step, self._create_leads(2, email_from="much@example.com"))
        self._run()
        late = jobs.filtered(lambda job: job.state == "pending")
        due = late.due
        self.env["crm.lead"].browse(late.res_id).user_id = self.leader
        self._end()
        self.assertEqual((late.due, late.state), (due, "pending"))

    def test_put_off_without_hours(self):
        """Hours by which nobody can tell keep no letter: it goes at the same time tomorrow."""
        self.company.customer_letter_cap = 1
        self.company.resource_calendar_id.attendance_ids.unlink()
        jobs = self._create_jobs(self.step, self._create_leads(2, email_from="much@example.com"))
        self._run()
        late = jobs.filtered(lambda job: job.state == "pending")
        self.assertEqual(late.due, datetime(2026, 1, 3, 10))

    def test_day_is_that_of_the_company(self):
        """The day of the cap begins at midnight in the zone of the company's hours."""
        letters = self.env["crm.customer.letter"]
        with freeze_time("2026-01-02 23:30:00"):
            letters._count({1: {"a@example.com"}}, self.company)
        counted = letters.search([("address", "=", "a@example.com")])
        self.assertEqual((counted.day, counted.count), (date(2026, 1, 3), 1))

    def test_no_cap(self):
        """Zero is any number, and nothing is counted."""
        self.company.customer_letter_cap = 0
        leads = self._create_leads(5, email_from="much@example.com")
        self.assertEqual(self._send(leads), [("done", False)] * 5)
        self.assertFalse(self.env["crm.customer.letter"].search([("count", ">", 0)]))

    def test_colleagues_are_no_customers(self):
        """A letter to a colleague has no cap."""
        self.company.customer_letter_cap = 1
        partner = str(self.person.partner_id.id)
        self.template.write({"use_default_to": False, "email_to": False, "partner_to": partner})
        self.assertEqual(self._send(self._create_leads(2)), [("done", False)] * 2)

    def test_old_counts_are_forgotten(self):
        """The counts of last week are of no use."""
        letters = self.env["crm.customer.letter"]
        letters.create({"address": "a@example.com", "day": "2025-12-01", "count": 1})
        kept = letters.create({"address": "a@example.com", "day": "2026-01-01", "count": 1})
        letters._gc_counts()
        self.assertEqual(letters.search([]), kept)

    def test_sms(self):
        """Queued, one a number; the blacklist and the cap count."""
        self.env["phone.blacklist"].create({"number": "+12025550102"})
        self.company.customer_letter_cap = 1
        country = {"country_id": self.env.ref("base.us").id}
        leads = self._create_lead(phone="+1 202 555 0101", **country)
        leads |= self._create_lead(phone="+1 202 555 0102", **country)
        leads |= self._create_lead(phone=False, **country)
        self.assertEqual(
            self._send(leads, self.sms_step),
            [("done", False), ("skipped", "blacklisted"), ("skipped", "no_address")],
        )
        queued = self.env["sms.sms"].search([("number", "like", "+1202555010")])
        self.assertEqual(queued.mapped("state"), ["outgoing"])
        again = self._create_lead(phone="+1 202 555 0101", **country)
        self.assertEqual(self._send(again, self.sms_step), [("pending", "daily_cap")])

    def test_nobody_reads_the_counts(self):
        """What customers were written to is in the log of the deals, for those who may see them."""
        letters = self.env["crm.customer.letter"]
        for user in (self.person, self.leader, self.user_sales_salesman):
            self.assertFalse(letters.with_user(user).has_access("read"))
        admin = self.env.ref("base.user_admin")
        self.assertTrue(letters.with_user(admin).has_access("read"))
        self.assertFalse(letters.with_user(admin).has_access("write"))

    def test_letters_queries_do_not_grow(self):
        """Letters in one language take the same number of queries for ten and for forty."""
        self.company.customer_letter_cap = 3

        def queries(size):
            leads = self._create_leads(size)
            for lead in leads:
                lead.email_from = f"c{lead.id}@example.com"
            jobs = self._create_jobs(self.step, leads)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            jobs._run()
            self.env.flush_all()
            self.assertEqual(set(jobs.mapped("state")), {"done"})
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(10), queries(40))
