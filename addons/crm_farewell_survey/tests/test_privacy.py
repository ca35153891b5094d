# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .common_send import SenderCommon

WORDS = "The driver was rude"
NOW = datetime(2026, 1, 5, 10)


@tagged("post_install", "-at_install")
class TestPrivacy(SenderCommon):
    """A person learns what is known of his feedback, and it is erased or forgotten in time."""

    def _answered(self, state="done", **person):
        """Somebody who answered a letter, in his own words."""
        invitation = self._lost(**person)
        self._send()
        answer = self._create_answer(invitation, state)
        invitation.write(
            {
                "state": "answered" if state == "done" else "opened",
                "answered_at": NOW if state == "done" else False,
                "is_begun": state != "done",
                "user_input_id": answer.id,
                "score": 3,
                "has_score": True,
                "stated_reason_id": self.price.id,
            }
        )
        deal = invitation.lead_id | self.env["crm.lead"]
        invitation._post_note(deal, Markup("<p>%s</p>") % WORDS)
        invitation._post_note(invitation.partner_id, Markup("<p>%s</p>") % WORDS)
        return invitation

    def _create_answer(self, invitation, state):
        question = self.survey.question_ids[-1]
        return self.env["survey.user_input"].create(
            {
                "survey_id": self.survey.id,
                "partner_id": invitation.partner_id.id,
                "farewell_invitation_id": invitation.id,
                "state": state,
                "user_input_line_ids": [
                    (
                        0,
                        0,
                        {
                            "question_id": question.id,
                            "answer_type": "text_box",
                            "value_text_box": WORDS,
                        },
                    )
                ],
            }
        )

    def _wizard(self, person, **values):
        return self.env["crm.farewell.privacy"].create({"partner_id": person.id, **values})

    def _words_left(self):
        """Where the customer's words are still found."""
        self.env.flush_all()
        messages = self.env["mail.message"].search([("body", "like", WORDS)])
        return messages, self.env["survey.user_input.line"].search(
            [("value_text_box", "like", WORDS)]
        )

    def test_export_json(self):
        """All that is known: the letter, the answers in words, what was written of them."""
        invitation = self._answered(name="Anna Customer", email="anna@example.com")
        wizard = self._wizard(invitation.partner_id, file_type="json")
        wizard.action_export()
        known = json.loads(base64.b64decode(wizard.file))
        self.assertEqual(known["people"][0]["email"], "anna@example.com")
        [feedback] = known["feedback"]
        self.assertEqual((feedback["score"], feedback["stated_reason_id"]), (3, "Price"))
        self.assertEqual(
            feedback["answers"], [{"question": "What could be better?", "answer": WORDS}]
        )
        self.assertEqual([note["text"] for note in feedback["notes"]], [WORDS, WORDS])
        self.assertIn("Hello Anna", str(feedback["letters"]))

    def test_export_csv(self):
        """The same as a sheet."""
        invitation = self._answered()
        wizard = self._wizard(invitation.partner_id)
        action = wizard.action_export()
        text = base64.b64decode(wizard.file).decode("utf-8-sig")
        self.assertIn(f"feedback,1,answers,What could be better? | {WORDS}", text)
        self.assertIn("feedback,1,score,3", text)
        self.assertIn("download=true", action["url"])

    def test_letters_without_a_contact(self):
        """Who left only an address is found by it."""
        lead = self._create_lead(partner_id=False, email_from="anna@example.com")
        invitation = self._lose(lead)
        person = self._create_person(email="anna@example.com")
        self.assertEqual(self._wizard(person)._invitations(), invitation)

    def test_erase(self):
        """The person, the addresses, letters and words are gone; score and reason stay."""
        invitation = self._answered()
        person, policy = invitation.partner_id, invitation.policy_id
        self._wizard(person).action_erase()
        self.assertEqual([len(found) for found in self._words_left()], [0, 0])
        for name in ("partner_id", "person_name", "email", "phone", "lead_id", "client_id"):
            self.assertFalse(invitation[name], name)
        self.assertFalse(invitation.message_ids | invitation.note_ids)
        self.assertFalse(invitation.token_ids)
        self.assertEqual(
            (invitation.state, invitation.score, invitation.stated_reason_id),
            ("answered", 3, self.price),
        )
        self.assertEqual(
            (invitation.policy_id, invitation.user_id), (policy, self.user_sales_leads)
        )
        self.assertTrue(person.feedback_refused)

    def test_erase_is_on_record(self):
        """That it was erased is written on the contact, without what it was."""
        invitation = self._answered()
        person = invitation.partner_id
        self._wizard(person, stop_asking=False).action_erase()
        self.assertIn("letters: 1", person.message_ids[0].body)
        self.assertFalse(person.feedback_refused)
        with self.assertRaises(UserError):
            self._wizard(person, stop_asking=False).action_erase()

    def test_erase_half_way(self):
        """Of a questionnaire that was only begun nothing stays either, and its link ends."""
        invitation = self._answered(state="in_progress")
        self._wizard(invitation.partner_id).action_erase()
        self.assertEqual([len(found) for found in self._words_left()], [0, 0])
        self.assertEqual((invitation.state, invitation.reason), ("expired", "forgotten"))
        self.assertFalse(invitation.is_begun)

    def test_erase_planned(self):
        """A letter that is planned is not sent."""
        invitation = self._lost()
        self._wizard(invitation.partner_id).action_erase()
        self.assertEqual((invitation.state, invitation.reason), ("cancelled", "forgotten"))
        self.assertFalse(self._send())

    def test_erase_while_sending(self):
        """What is leaving at this moment is waited for."""
        invitation = self._lost()
        invitation.state = "sending"
        with self.assertRaises(UserError):
            self._wizard(invitation.partner_id).action_erase()
        self.assertTrue(invitation.partner_id)

    def test_erase_sms(self):
        """The number in what was sent by SMS goes as well."""
        invitation = self._lost(email=False)
        self._send()
        number = invitation.phone_sanitized
        self.assertTrue(self.env["sms.sms"].search([("number", "=", number)]))
        self._wizard(invitation.partner_id).action_erase()
        self.assertFalse(self.env["sms.sms"].search([("number", "=", number)]))

    def test_reply_by_mail(self):
        """A mail with which the customer answered, kept on the deal, is his feedback too."""
        invitation = self._answered()
        invitation.message_post(body=WORDS, message_type="email")
        self._wizard(invitation.partner_id).action_erase()
        self.assertFalse(self._words_left()[0])

    def test_company_of_people(self):
        """Erased of a company: all of its people; its letters still count for it."""
        company = self._create_person(name="Bakery", is_company=True)
        invitation = self._answered(parent_id=company.id)
        self._wizard(company).action_erase()
        self.assertFalse(invitation.partner_id)
        self.assertEqual(invitation.client_id, company)

    def test_retention(self):
        """After the months of the policy, who answered what is forgotten; figures stay."""
        self.policy.retention_months = 12
        old, new = self._answered(), self._answered()
        old.write(dict.fromkeys(("event_at", "answered_at"), NOW - relativedelta(months=13)))
        new.event_at = NOW - timedelta(days=390)
        self.env["crm.farewell.invitation"]._gc_forget()
        self.assertFalse(old.partner_id)
        self.assertEqual((old.state, old.score, old.forgotten_at), ("answered", 3, NOW))
        self.assertTrue(new.partner_id)
        self.assertEqual(len(self._words_left()[1]), 1)
        self.assertEqual(self.env["crm.farewell.invitation"]._gc_forget()[0], 0)

    def test_retention_for_ever(self):
        """Zero months: nothing is forgotten."""
        self.policy.retention_months = 0
        old = self._answered()
        old.write(dict.fromkeys(("event_at", "answered_at"), NOW - relativedelta(years=9)))
        self.env["crm.farewell.invitation"]._gc_forget()
        self.assertTrue(old.partner_id)

    @users("user_sales_leads")
    def test_not_for_salespeople(self):
        """Only managers export and erase."""
        person = self._lost().partner_id
        with self.assertRaises(AccessError):
            self._wizard(person).with_user(self.env.user).action_export()
        with self.assertRaises(AccessError):
            self.env["crm.farewell.privacy"].with_user(self.env.user).create(
                {"partner_id": person.id}
            )

    def test_managers(self):
        """A manager of sales does, in the companies that are his; the file is only his."""
        invitation = self._answered()
        manager = self.user_sales_manager
        wizard = self.env["crm.farewell.privacy"].with_user(manager)
        wizard = wizard.create({"partner_id": invitation.partner_id.id})
        wizard.action_export()
        other = self.user_sales_salesman.copy({"login": "other", "email": "o@example.com"})
        other.group_ids = manager.group_ids
        with self.assertRaises(AccessError):
            wizard.with_user(other).read(["file"])
        wizard.action_erase()
        self.assertFalse(invitation.partner_id)
