# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from ..models import crm_credit_policy_letters
from .common_credit import CreditCommon


class TestCreditLetters(CreditCommon, MailCase):
    """Reminder letters: by schedule, with the open items, in the customer's language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        template = cls.env.ref("crm_stage_automation.mail_template_credit")
        cls.policy.letter_ids = [
            Command.create({"days": days, "template_id": template.id}) for days in (1, 7, 30)
        ]

    def _letters(self, partner=None):
        return self.env["crm.credit.reminder"].search(
            [("partner_id", "=", (partner or self.debtor).id)], order="id"
        )

    def _check_on(self, day):
        with freeze_time(day):
            self._check()

    def test_by_schedule(self):
        """Each letter once, on its day; what was missed is not sent later."""
        start = fields.Date.today()
        self._invoice(self.debtor, 50, 0)
        seen = []
        for day in (0, 1, 2, 6, 7, 8, 29, 45, 46):
            self._check_on(start + timedelta(day))
            seen.append(self._letters().mapped("days"))
        self.assertEqual(seen[:4], [[], [1], [1], [1]])
        self.assertEqual(seen[4:7], [[1, 7]] * 3)
        self.assertEqual(seen[7:], [[1, 7, 30]] * 2)

    def test_after_a_silence_only_the_last(self):
        """Whoever is 45 days late when the schedule begins gets one letter, not three."""
        self._invoice(self.debtor, 50, 45)
        self._check()
        self.assertEqual(self._letters().mapped("days"), [30])

    def test_a_new_debt_begins_anew(self):
        """The oldest is paid: for the next one the schedule starts again."""
        invoice = self._invoice(self.debtor, 50, 45)
        self._invoice(self.debtor, 60, 2)
        self._check()
        self._pay(invoice)
        self._check()
        self.assertEqual(self._letters().mapped("days"), [30, 1])

    def test_the_open_items(self):
        """The letter lists what is left of each late invoice, and nothing that is not due."""
        first = self._invoice(self.debtor, 1234.5, 20)
        second = self._invoice(self.debtor, 60, 3)
        later = self._invoice(self.debtor, 77, -5)
        with self.mock_mail_gateway():
            self._check()
        letter = self._letters()
        self.assertEqual(letter.total, 1294.5)
        mail = self._new_mails
        self.assertEqual(len(mail), 1)
        for part in (first.name, second.name, "1,234.50", "1,294.50"):
            self.assertIn(part, mail.body_html)
        self.assertNotIn(later.name, mail.body_html)
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.recipient_ids, self.debtor)

    def test_to_the_invoice_address_in_its_language(self):
        """The accounts department gets the letter, in its language."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env.ref("crm_stage_automation.mail_template_credit").with_context(
            lang="fr_FR"
        ).subject = "Rappel"
        accounts = self.env["res.partner"].create(
            {
                "name": "Accounts",
                "type": "invoice",
                "parent_id": self.debtor.id,
                "email": "accounts@example.com",
                "lang": "fr_FR",
            }
        )
        self._invoice(self.debtor, 60, 3)
        with self.mock_mail_gateway():
            self._check()
        self.assertEqual(self._new_mails.recipient_ids, accounts)
        self.assertEqual(self._new_mails.subject, "Rappel")

    def test_who_is_not_written_to(self):
        """No address, the blacklist, and addresses that bounce: written down, not sent."""
        mute = self._customer("Mute", email=False)
        black = self._customer("Black")
        self.env["mail.blacklist"]._add(black.email)
        gone = self._customer("Gone", message_bounce=1)
        for partner in (mute, black, gone):
            self._invoice(partner, 60, 3)
        with self.mock_mail_gateway():
            self._check()
        self.assertFalse(self._new_mails)
        self.assertEqual(
            [self._letters(partner).refusal for partner in (mute, black, gone)],
            ["address", "blacklist", "bounce"],
        )

    def test_small_debts_get_none(self):
        """A policy may leave cents alone."""
        self.policy.letter_amount = 100
        self._invoice(self.debtor, 60, 3)
        self._check()
        self.assertFalse(self._letters())

    def test_many_letters_in_portions(self):
        """So many in one transaction; the next one goes on where it ended, without repeating."""
        for number in range(5):
            self._invoice(self._customer(f"Late {number}"), 60, 3)
        known = self.env["crm.credit.reminder"].search_count([])
        with patch.object(crm_credit_policy_letters, "MOST", 2):
            left = [self.policy.sudo()._check() for _run in range(4)]
        self.assertEqual(left, [3, 1, 0, 0])
        self.assertEqual(self.env["crm.credit.reminder"].search_count([]) - known, 5)

    def test_a_letter_that_cannot_be_made(self):
        """It is marked with its error and tried again; the others go, and the list is renewed."""
        broken = self.env["mail.template"].create(
            {
                "name": "Broken",
                "model_id": self.env["ir.model"]._get_id("crm.credit.reminder"),
                "subject": "{{ 1 / (object.partner_id.name != 'Debtor') }}",
                "partner_to": "{{ object.contact_id.id }}",
            }
        )
        self.policy.letter_ids.template_id = broken
        self._invoice(self.debtor, 5000, 40)
        self._invoice(self.good, 5000, 40)
        with mute_logger("odoo.addons.crm_stage_automation.models.crm_credit_reminder"):
            self._check()
            first = self._letters()
            self._check()
        self.assertFalse(first.exists())
        self.assertEqual(self._letters().refusal, "error")
        self.assertIn("Failed to render", self._letters().error)
        self.assertEqual(self._letters(self.good).mapped("state"), ["queued"])
        self.assertEqual(len(self._stops()), 2)
        broken.subject = "Pay, please"
        self._check()
        self.assertEqual(self._letters().mapped("state"), ["queued"])

    def test_robots_do_not_answer(self):
        """The letter says that nobody wrote it."""
        self._invoice(self.debtor, 50, 5)
        with self.mock_mail_gateway():
            self._check()
        self.assertIn("auto-generated", self._new_mails.headers)

    def test_enough_letters_for_a_day(self):
        """Reminders count with the other letters that go by themselves; tomorrow is time, too."""
        self.company.customer_letter_cap = 1
        self._invoice(self.debtor, 50, 8)
        addresses = {"earlier": {self.debtor.email_normalized}}
        self.env["crm.customer.letter"].sudo()._count(addresses, self.company)
        self._check()
        self.assertEqual(self._letters().refusal, "cap")
        self._check_on(fields.Date.today() + timedelta(1))
        self.assertEqual(self._letters().mapped("state"), ["queued"])
