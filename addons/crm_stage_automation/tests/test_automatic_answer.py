# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from email import message_from_bytes, policy

from odoo.tests import tagged

from odoo.addons.crm.tests.common import INCOMING_EMAIL

from .common_assignment import NOON, AssignmentCommon


@tagged("post_install", "-at_install")
class TestAutomaticAnswer(AssignmentCommon):
    """A7: people get an answer to their request once a day, robots get none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.write(
            {
                "answer_template_id": cls.env.ref("crm_stage_automation.mail_template_answer").id,
                "answer_closed_template_id": cls.env.ref(
                    "crm_stage_automation.mail_template_answer_closed"
                ).id,
            }
        )
        cls.alias = cls.team.alias_id.alias_full_name

    def _receive(self, sender="Ann <ann@customer.example.com>", extra="", at=NOON, **values):
        """Let a mail come in to the team; return its lead and what was queued as answer."""
        known = self._answers()
        subject = values.pop("subject", f"Letter {next(self.numbers)} of a test")
        with self.mock_datetime_and_now(at), self.mock_mail_gateway():
            lead = self.format_and_process(
                INCOMING_EMAIL,
                sender,
                self.alias,
                subject=subject,
                extra=extra,
                target_model="crm.lead",
                **{"return_path": "", **values},
            )
            self._send(at)
        return lead, self._answers() - known

    def format(self, template, extra="", return_path="", **values):
        """Core's template has no place for more headers, and an empty path would be a bounce."""
        mail = super().format(template, return_path=return_path, **values)
        lines = mail.split("\n", 1)[1] if not return_path else mail
        return f"{extra}\n{lines}" if extra else lines

    def _send(self, at=NOON):
        with self.mock_datetime_and_now(at):
            self.env["crm.automatic.letter"]._cron_send()

    def _answers(self):
        return self.env["mail.mail"].search([("message_id", "like", "-automatic-answer@")])

    def test_a_person_is_answered(self):
        """Addressed to the sender alone, as a reply to his letter, known as automatic."""
        lead, answer = self._receive(msg_id="<one@customer.example.com>")
        self.assertTrue(lead)
        self.assertEqual(len(answer), 1)
        self.assertEqual(answer.email_to, "ann@customer.example.com")
        self.assertFalse(answer.recipient_ids)
        self.assertIn("get back to you today", answer.body_html)
        self.assertIn("'Auto-Submitted': 'auto-replied'", answer.headers)
        self.assertEqual(answer.references, "<one@customer.example.com>")
        self.assertIn("-automatic-answer@", answer.message_id)

    def test_other_text_outside_working_hours(self):
        """At night and on Sunday."""
        for number, at in enumerate((NOON.replace(hour=22), NOON + timedelta(4))):
            _lead, answer = self._receive(f"x{number}@customer.example.com", at=at)
            self.assertIn("We are closed now", answer.body_html)

    def test_in_the_language_of_the_lead(self):
        """Each text is translated; a known customer gets his own."""
        template = self.team.answer_template_id
        template.with_context(lang="fr_FR").body_html = "<p>Merci de votre message.</p>"
        self.env["res.partner"].create(
            {"name": "Luc", "email": "luc@customer.example.com", "lang": "fr_FR"}
        )
        _lead, answer = self._receive("Luc <luc@customer.example.com>")
        self.assertIn("Merci de votre message", answer.body_html)
        _lead, answer = self._receive("Ann <ann@customer.example.com>")
        self.assertIn("get back to you today", answer.body_html)

    def test_once_a_day(self):
        """Also with a tag, in capitals and for another request; again on the next day."""
        self.assertTrue(self._receive("ann@customer.example.com")[1])
        for sender in ("ANN@Customer.example.com", "ann+shop@customer.example.com"):
            self.assertFalse(self._receive(sender)[1])
        self.assertTrue(self._receive("ann@customer.example.com", at=NOON + timedelta(1))[1])

    def test_robots_get_none(self):
        """Whatever becomes of their letters."""
        self.env["mail.alias"].create(
            {
                "alias_name": "other",
                "alias_model_id": self.env["ir.model"]._get_id("crm.lead"),
                "alias_domain_id": self.team.alias_id.alias_domain_id.id,
            }
        )
        own = self.team.alias_id.alias_domain_id.name
        for number, (sender, values) in enumerate(
            [
                ("a{}@customer.example.com", {"extra": "Auto-Submitted: auto-replied"}),
                ("a{}@customer.example.com", {"extra": "Auto-Submitted: auto-generated"}),
                ("a{}@customer.example.com", {"extra": "List-Id: <all.customer.example.com>"}),
                ("a{}@customer.example.com", {"extra": "List-Unsubscribe: <mailto:x@y.example>"}),
                ("a{}@customer.example.com", {"extra": "Precedence: bulk"}),
                ("a{}@customer.example.com", {"extra": "X-Auto-Response-Suppress: All"}),
                ("a{}@customer.example.com", {"return_path": "<>"}),
                ("no-reply@c{}.example.com", {}),
                (self.ann.email, {}),
                (f"other@{own}", {}),
            ]
        ):
            before = self.env["crm.automatic.letter"].search_count([])
            self._receive(sender.format(number), **values)
            planned = self.env["crm.automatic.letter"].search_count([]) - before
            self.assertFalse(planned, (sender, values))

    def test_two_robots(self):
        """Two desks with automatic answers facing each other: one message, and it is over."""
        _lead, answer = self._receive("sales@robot.example.com")
        with self.mock_mail_gateway():
            answer.send()
        [sent] = self._mails
        headers = {**sent["headers"], "Message-Id": sent["message_id"]}
        extra = "\n".join(
            f"{name}: {value}" for name, value in headers.items() if name != "Message-Id"
        )
        # What we sent is what the other desk receives from an address it has never seen.
        _lead, again = self._receive("desk@mirror.example.com", extra=extra)
        self.assertFalse(again)
        # The other robot sets no header at all, but quotes what it answers.
        quoting = f"In-Reply-To: {sent['message_id']}"
        before = self.env["crm.automatic.letter"].search_count([])
        self._receive("other@robot.example.com", extra=quoting)
        self.assertEqual(self.env["crm.automatic.letter"].search_count([]), before)
        # And one that quotes nothing is the same address on the same day.
        self.assertFalse(self._receive("sales@robot.example.com")[1])

    def test_our_letter_is_whole(self):
        """What leaves the house is a proper letter with each of the headers once."""
        _lead, answer = self._receive(msg_id="<two@customer.example.com>")
        mails = []
        original = self.env.registry["ir.mail_server"]._build_email__

        def build(server, *args, **kwargs):
            mails.append(original(server, *args, **kwargs))
            return mails[-1]

        self.patch(self.env.registry["ir.mail_server"], "_build_email__", build)
        with self.mock_mail_gateway():
            answer.send()
        letter = message_from_bytes(mails[0].as_bytes(), policy=policy.SMTP)
        self.assertEqual(letter.get_all("References"), ["<two@customer.example.com>"])
        self.assertEqual(letter.get_all("In-Reply-To"), ["<two@customer.example.com>"])
        self.assertEqual(letter.get_all("Auto-Submitted"), ["auto-replied"])

    def test_blacklisted(self):
        """Who wants no letters gets none."""
        self.env["mail.blacklist"]._add("ann@customer.example.com")
        lead, answer = self._receive()
        self.assertFalse(answer)
        letter = self.env["crm.automatic.letter"].search([("lead_id", "=", lead.id)])
        self.assertEqual((letter.state, letter.reason), ("skipped", "blacklisted"))

    def test_daily_cap(self):
        """An answer counts with the letters of playbooks: not one too many on a day."""
        self.company.customer_letter_cap = 1
        with self.mock_datetime_and_now(NOON):
            over = self.env["crm.customer.letter"]._count(
                {"playbook": {"ann@customer.example.com"}}, self.company
            )
        self.assertFalse(over)
        lead, answer = self._receive("ann@customer.example.com")
        self.assertFalse(answer)
        letter = self.env["crm.automatic.letter"].search([("lead_id", "=", lead.id)])
        self.assertEqual(letter.reason, "daily_cap")

    def test_without_a_letter(self):
        """A team without letters answers nothing; with one for the night only, by night."""
        self.team.answer_template_id = False
        self.assertFalse(self._receive()[1])
        self.assertTrue(self._receive(at=NOON.replace(hour=22))[1])
        self.team.answer_closed_template_id = False
        self.assertFalse(self._receive("b@customer.example.com", at=NOON.replace(hour=23))[1])

    def test_an_answer_of_the_customer_is_no_request(self):
        """What comes into an existing thread is read by people."""
        lead, _answer = self._receive("ann@customer.example.com")
        message = lead.message_post(body="Hello", partner_ids=lead.partner_id.ids)
        before = self.env["crm.automatic.letter"].search_count([])
        with self.mock_datetime_and_now(NOON + timedelta(2)), self.mock_mail_gateway():
            self.env["mail.thread"].message_process(
                None,
                self.format(
                    INCOMING_EMAIL,
                    email_from="ann@customer.example.com",
                    to=self.alias,
                    subject="Re: Hello",
                    msg_id="<three@customer.example.com>",
                    extra=f"In-Reply-To: {message.message_id}",
                    cc="",
                ),
            )
        self.assertEqual(self.env["crm.automatic.letter"].search_count([]), before)

    def test_a_broken_text(self):
        """It is marked with its error; others' letters go."""
        self.team.answer_template_id.body_html = (
            "<p><t t-out=\"1 / (0 if 'b@' in (object.email_from or '') else 1)\"/></p>"
        )
        lead, _answer = self._receive()
        with self.assertLogs("odoo.addons.crm_stage_automation", "ERROR"):
            broken, answer = self._receive("b@customer.example.com")
        self.assertFalse(answer)
        letters = self.env["crm.automatic.letter"].search([("lead_id", "in", (lead | broken).ids)])
        self.assertEqual(sorted(letters.mapped("state")), ["sent", "skipped"])
        self.assertEqual(letters.filtered("error").lead_id, broken)

    def test_a_door_of_ones_own(self):
        """An integrator's door has its request answered by one call."""
        lead = self._create_leads(email_from="Zoe <zoe@customer.example.com>")
        lead._answer_request()
        self._send(NOON + timedelta(400))
        [answer] = self._answers().filtered(lambda mail: mail.res_id == lead.id)
        self.assertEqual(answer.email_to, "zoe@customer.example.com")
