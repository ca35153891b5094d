# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval

from odoo.tests import tagged

from .gateway import GatewayCommon

SIGNED = "Good day,\nI would like the price of two pumps.\n-- \nIvan\ntel. +380 (50) 123-45-67\n"
QUOTED = (
    "Please answer me soon.\n\nOn Mon, 4 May 2026 at 10:00, Desk <desk@own.example.com> wrote:\n"
    "> Call us\n> Olha, +380 50 123 45 67, olha@known.example.net\n"
)


@tagged("post_install", "-at_install")
class TestKnown(GatewayCommon):
    """A mail of somebody who has a card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._create_lead(
            contact_name="Ivan", phone="050 123 45 67", email_from="ivan@known.example.net"
        )

    def test_phone_in_signature_from_another_address(self):
        """The card is found by the phone, and the new address is learnt."""
        before = self.lead.message_ids
        request = self._deliver(mail := self._letter(SIGNED))
        self.assertRecordValues(
            request,
            [
                {
                    "lead_id": self.lead.id,
                    "channel": "email",
                    "result": "attached",
                    "lead_created": False,
                    "email": "ivan@elsewhere.example.org",
                    "phone": "+380 50 123 4567",
                    "contact_name": "Ivan",
                    "source_id": self.source.id,
                    "user_id": self.user_sales_leads.id,
                }
            ],
        )
        self.assertIn("two pumps", request.message)
        self._assert_messages(self.lead, before, self._message(mail))
        self.assertEqual(self.lead.email_from, "ivan@known.example.net")
        self.assertIn("ivan@elsewhere.example.org", self.lead.identifier_ids.mapped("key"))

    def test_is_an_internal_note_told_to_one_person(self):
        """Customers and colleagues who follow the card get nothing, whatever they chose."""
        customer = self._create_partner(email="boss@known.example.net")
        colleague = self.user_sales_salesman
        colleague.notification_type = "email"
        self.lead.message_subscribe(
            (customer | colleague.partner_id).ids, self.env["mail.message.subtype"].search([]).ids
        )
        request = self._deliver(mail := self._letter(SIGNED))
        message = self._message(mail)
        self.assertEqual(request.lead_id, self.lead)
        self.assertEqual(message.subtype_id, self.note)
        self.assertTrue(message.is_internal)
        self._assert_told(message, self.user_sales_leads)
        self.assertEqual(len(self.lead.activity_ids), 1)

    def test_person_who_chose_letters_gets_one(self):
        self.user_sales_leads.notification_type = "email"
        self._deliver(mail := self._letter(SIGNED))
        self.assertEqual(self._message(mail).notification_ids.notification_type, "email")
        self.assertEqual(
            [mail["email_to"] for mail in self._mails],
            [[self.user_sales_leads.email_formatted]],
        )

    def test_author_is_the_sender(self):
        """The mail stands in the sender's name, never in that of the person recognised."""
        self.lead.partner_id = self._create_partner(phone="050 123 45 67")
        self._deliver(mail := self._letter(SIGNED))
        message = self._message(mail)
        self.assertFalse(message.author_id)
        self.assertIn("ivan@elsewhere.example.org", message.email_from)

    def test_cc_and_attachments_stay(self):
        mail = self._letter(SIGNED, Cc="Boss <boss@known.example.net>")
        mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="a.pdf")
        self._deliver(mail)
        message = self._message(mail)
        self.assertEqual(message.attachment_ids.mapped("name"), ["a.pdf"])
        self.assertIn("boss@known.example.net", message.incoming_email_cc)
        self.assertIn("boss@known.example.net", self.lead.email_cc)

    def test_rich_text(self):
        """What Gmail marks as quoted is not read, its signature is."""
        mail = self._letter(None)
        mail.set_content(
            "<div>Please call me.<br><br>--<br>Ivan<br><a href='tel:+380501234567'>call</a></div>"
            "<div class='gmail_quote'><div>On Mon, 4 May 2026 Desk wrote:</div><blockquote>"
            "Olha, +380 67 765 43 21</blockquote></div>",
            subtype="html",
        )
        request = self._deliver(mail)
        self.assertEqual(request.lead_id, self.lead)
        self.assertEqual(request.phone, "+380 50 123 4567")
        self.assertNotIn("+380677654321", self.lead.identifier_ids.mapped("key"))

    def test_answer_to_a_filed_mail_is_a_comment(self):
        """The customer's mail was filed as a note; what follows it is no private talk of ours."""
        self._deliver(first := self._letter(SIGNED))
        second = self._letter("One more thing.", In_Reply_To=first["Message-Id"])
        self.assertFalse(self._deliver(second), "core knows the thread")
        message = self._message(second)
        self.assertEqual(message.res_id, self.lead.id)
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_comment"))

    def test_answer_to_our_mail_passes_by(self):
        """Core's own way of answers to existing threads is left alone."""
        sent = self.lead.message_post(body="Our offer", subtype_xmlid="mail.mt_comment")
        answer = self._letter("Too dear.", In_Reply_To=sent.message_id)
        self.assertFalse(self._deliver(answer))
        self.assertEqual(self._message(answer).parent_id, sent)

    def test_same_message_twice(self):
        mail = self._letter(SIGNED)
        self.assertTrue(self._deliver(mail))
        self.assertFalse(self._deliver(mail))
        self.assertEqual(len(self._message(mail)), 1)

    def test_two_addresses_of_one_company(self):
        """A mail to two teams is one request and stands on the card once."""
        other = self.env["crm.team"].create({"name": "Others", "alias_name": "others.test"})
        before = self.lead.message_ids
        mail = self._letter(SIGNED, to=f"{self.alias}, {other.alias_email}")
        self.assertEqual(len(self._deliver(mail)), 1)
        self._assert_messages(self.lead, before, self._message(mail))


@tagged("post_install", "-at_install")
class TestCustomer(GatewayCommon):
    """No mail changes a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_partner(
            name="Olha Koval", email="olha@known.example.net", phone="+380501234567"
        )
        cls.env["res.users"].create(
            {
                "name": "Olha Koval",
                "login": "olha@known.example.net",
                "partner_id": cls.customer.id,
                "group_ids": [cls.env.ref("base.group_portal").id],
            }
        )

    def test_known_phone_with_foreign_address(self):
        before = self._partners()
        request = self._deliver(self._letter(SIGNED))
        self.assertEqual(request.partner_id, self.customer)
        self.assertEqual(request.lead_id.partner_id, self.customer)
        self.assertEqual(request.email, "ivan@elsewhere.example.org")
        self.assertEqual(self._partners(), before)

    def test_known_address_with_foreign_phone(self):
        before = self._partners()
        mail = self._letter("Call me\n-- \nOlha\n+380 67 765 43 21", "olha@known.example.net")
        request = self._deliver(mail)
        self.assertEqual(request.lead_id.partner_id, self.customer)
        self.assertEqual(request.lead_id.phone, "+380501234567")
        self.assertIn("+380677654321", request.lead_id.identifier_ids.mapped("key"))
        self.assertEqual(self._message(mail).author_id, self.customer)
        self.assertEqual(self._partners(), before)

    def test_open_card_of_customer(self):
        lead = self._create_lead(partner_id=self.customer.id)
        before = self._partners()
        self.assertEqual(self._deliver(self._letter(SIGNED)).lead_id, lead)
        self.assertEqual(self._partners(), before)


@tagged("post_install", "-at_install")
class TestUnknown(GatewayCommon):
    """A mail of somebody new."""

    def test_new_lead(self):
        """One post, one follower, one notification, and the alias's own values."""
        request = self._deliver(mail := self._letter(SIGNED, subject="Two pumps"))
        lead, message = request.lead_id, self._message(mail)
        self.assertRecordValues(
            lead,
            [
                {
                    "name": "Two pumps",
                    "email_from": "ivan@elsewhere.example.org",
                    "phone": "+380 50 123 4567",
                    "contact_name": "Ivan",
                    "team_id": self.sales_team_1.id,
                    "company_id": self.company.id,
                    "user_id": self.user_sales_manager.id,
                    "partner_id": False,
                    "type": literal_eval(self.sales_team_1.alias_defaults)["type"],
                }
            ],
        )
        self.assertEqual(request.result, "new")
        self.assertEqual(lead.message_ids, message)
        self.assertEqual(message.subtype_id, self.env.ref("crm.mt_lead_create"))
        self.assertEqual(lead.message_partner_ids, self.user_sales_manager.partner_id)
        self._assert_told(message, self.user_sales_manager)

    def test_values_of_the_alias(self):
        tag = self.env["crm.tag"].create({"name": "By mail"})
        self.sales_team_1.alias_id.alias_defaults = repr(
            {
                "team_id": self.sales_team_1.id,
                "user_id": self.user_sales_leads.id,
                "type": "opportunity",
                "tag_ids": [(4, tag.id)],
            }
        )
        lead = self._deliver(self._letter(SIGNED)).lead_id
        self.assertEqual(lead.user_id, self.user_sales_leads)
        self.assertEqual(lead.type, "opportunity")
        self.assertEqual(lead.tag_ids, tag)

    def test_rules_assign(self):
        """With Odoo's rule-based assignment the lead waits for it; the leader is told."""
        self.env["ir.config_parameter"].set_param("crm.lead.auto.assignment", True)
        request = self._deliver(self._letter(SIGNED))
        self.assertFalse(request.lead_id.user_id)
        self.assertEqual(request.user_id, self.user_sales_manager)

    def test_quotation_is_not_read(self):
        """What we wrote, with whoever's phone, says nothing about the sender."""
        known = self._create_lead(phone="+380501234567", email_from="olha@known.example.net")
        request = self._deliver(self._letter(QUOTED))
        self.assertNotEqual(request.lead_id, known)
        self.assertEqual(request.result, "new")
        self.assertFalse(request.phone)
        self.assertNotIn("Olha", request.message)

    def test_several_phones_and_addresses(self):
        """All of the signature are learnt, so any of them is recognised from then on."""
        text = "Hello\n-- \nIvan\n050 123 45 67, office 044 234 56 78\nivan.b@work.example.org"
        lead = self._deliver(self._letter(text)).lead_id
        self.assertLessEqual(
            {"+380501234567", "+380442345678", "ivan.b@work.example.org"},
            set(lead.identifier_ids.mapped("key")),
        )
        again = self._deliver(self._letter("Me again", "Ivan <ivan.b@work.example.org>"))
        self.assertEqual(again.lead_id, lead)

    def test_our_own_phone_and_address_are_not_learnt(self):
        """A customer who quotes our number in his own words is not found by it."""
        self.company.partner_id.phone = "+380 44 555 66 77"
        text = f"I called 044 555 66 77 and wrote to {self.alias} and "
        text += f"{self.user_sales_leads.email} in vain. Ivan"
        request = self._deliver(self._letter(text))
        keys = request.lead_id.identifier_ids.mapped("key")
        self.assertEqual(keys, ["ivan@elsewhere.example.org"])

    def test_address_is_a_way_to_answer(self):
        """Whoever wrote a mail can be answered: a lead, not mere interest."""
        self.assertEqual(self._deliver(self._letter("Hello")).lead_id.lead_quality, "lead")

    def test_without_source_and_subject(self):
        """No source is marked for mail: the team's own settings do."""
        self.source.for_email = False
        request = self._deliver(self._letter(SIGNED, subject=""))
        self.assertFalse(request.source_id)
        self.assertEqual(request.lead_id.team_id, self.sales_team_1)
        self.assertIn("Ivan", request.lead_id.name)

    def test_form_mailer(self):
        """A site's form sends from one address for all; whom to answer tells them apart."""
        for name in ("ann", "bob"):
            mail = self._letter(
                "Call me", "Site <noreply@site.example.com>", Reply_To=f"{name}@x.example.com"
            )
            request = self._deliver(mail)
            self.assertEqual(request.result, "new")
            self.assertEqual(request.lead_id.email_from, f"{name}@x.example.com")
