# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

import psycopg2.errors

from odoo.tests import tagged
from odoo.tools import mute_logger

from .gateway import GatewayCommon

FORWARD = """Olena, this is for you.

---------- Forwarded message ---------
From: Ivan <ivan@elsewhere.example.org>
Date: Mon, 4 May 2026 at 10:00
Subject: Pumps
To: <bob@own.example.com>

I would like the price of two pumps.
--
Ivan
+380 50 123 45 67
"""
MODELS = "odoo.addons.crm_lead_dedup.models"
SIGNED = "Good day\n-- \nIvan\n+380 50 123 45 67\n"


@tagged("post_install", "-at_install")
class TestColleague(GatewayCommon):
    """The sender of a mail is not always its author."""

    def test_forward_counts_as_the_original_sender(self):
        known = self._create_lead(contact_name="Ivan", phone="050 123 45 67")
        sender = self.user_sales_salesman.email_formatted
        request = self._deliver(mail := self._letter(FORWARD, sender, subject="Fwd: Pumps"))
        self.assertEqual(request.lead_id, known)
        self.assertEqual(request.email, "ivan@elsewhere.example.org")
        self.assertEqual(request.contact_name, "Ivan")
        self.assertNotIn("Olena", request.message)
        self.assertEqual(self._message(mail).author_id, self.user_sales_salesman.partner_id)
        self.assertNotIn(
            self.user_sales_salesman.email_normalized, known.identifier_ids.mapped("key")
        )

    def test_forward_to_own_card(self):
        """The person in charge who forwards a mail finds it among his notifications, once."""
        self._create_lead(phone="050 123 45 67", user_id=self.user_sales_leads.id)
        self._deliver(mail := self._letter(FORWARD, self.user_sales_leads.email_formatted))
        self._assert_told(self._message(mail), self.user_sales_leads)

    def test_forward_as_attachment(self):
        known = self._create_lead(contact_name="Ivan", phone="050 123 45 67")
        inner = self._letter("Price of pumps?\n-- \nIvan\n0501234567", to="bob@own.example.com")
        outer = self._letter("See below", self.user_sales_salesman.email_formatted)
        outer.add_attachment(inner)
        request = self._deliver(outer)
        self.assertEqual(request.lead_id, known)
        self.assertEqual(request.email, "ivan@elsewhere.example.org")

    def test_colleague_is_nobody(self):
        """Two notes of one colleague are two leads; his signature is nobody's phone."""
        text = "Please call the shop in Odesa.\n-- \nSales Man\n+380 67 765 43 21\n"
        sender = self.user_sales_salesman.email_formatted
        first, second = (self._deliver(self._letter(text, sender)) for _n in range(2))
        self.assertEqual((first.result, second.result), ("new", "new"))
        self.assertNotEqual(first.lead_id, second.lead_id)
        self.assertFalse(first.lead_id.email_from)
        self.assertFalse(first.lead_id.identifier_ids)

    def test_customer_who_forwards_is_himself(self):
        request = self._deliver(self._letter(FORWARD, "Ann <ann@customer.example.org>"))
        self.assertEqual(request.email, "ann@customer.example.org")
        self.assertFalse(request.phone)


@tagged("post_install", "-at_install")
class TestNoRequest(GatewayCommon):
    """Mails that no person wrote to us make no request and no lead."""

    def _assert_ignored(self, mail):
        leads = self.env["crm.lead"].with_context(active_test=False).search([])
        self.assertFalse(self._deliver(mail))
        self.assertEqual(self.env["crm.lead"].with_context(active_test=False).search([]), leads)
        self.assertFalse(self._message(mail))

    def test_auto_reply(self):
        """Nobody is told, but who looks for the mail finds the reason in the log."""
        with patch(f"{MODELS}.crm_intake_mail._logger") as log:
            self._assert_ignored(self._letter("I am away", Auto_Submitted="auto-replied"))
        self.assertEqual(log.info.call_args.args[-1], "auto-reply")

    def test_other_machines(self):
        for headers in (
            {"X_Autoreply": "yes"},
            {"Return_Path": "<>"},
            {"Auto_Submitted": "auto-generated"},
            {"List_Id": "News <news.shop.example.org>", "List_Unsubscribe": "<https://x.example>"},
            {"Precedence": "bulk"},
        ):
            with self.subTest(headers=headers):
                self._assert_ignored(self._letter("Hello", **headers))

    def test_bounce(self):
        self._assert_ignored(self._letter("Not delivered", "MAILER-DAEMON@mx.example.org"))
        domain = self.env.company.alias_domain_id
        self._assert_ignored(self._letter("Not delivered", to=domain.bounce_email))

    def test_own_alias(self):
        """What we send ourselves must not come back as a lead."""
        domain = self.env.company.alias_domain_id
        for sender in (self.alias, domain.catchall_email, domain.default_from_email):
            with self.subTest(sender=sender):
                self._assert_ignored(self._letter("Hello", sender))

    def test_same_name_elsewhere_is_a_customer(self):
        """An alias that listens to any domain does not make all its namesakes ours."""
        self.sales_team_1.alias_id.write({"alias_incoming_local": True, "alias_name": "pumps"})
        mail = self._letter("Hello", "pumps@customer.example.org", to=self.sales_team_1.alias_email)
        self.assertEqual(self._deliver(mail).result, "new")

    def test_own_group(self):
        """A group of ours hands customers' mails on to the alias and marks them as a list."""
        name = self.env.company.alias_domain_id.name
        mail = self._letter("Hello", List_Id=f"Sales <sales.{name}>", Precedence="list")
        self.assertEqual(self._deliver(mail).result, "new")
        self.company.email = "desk@own.example.org"
        mail = self._letter("Hello", "ann@x.example.org", List_Id="<sales.own.example.org>")
        self.assertEqual(self._deliver(mail).result, "new")

    def test_flood_of_one_sender(self):
        """Core counts new leads to find a loop; mails on one card are counted as well."""
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        for number in range(3):
            self.assertTrue(self._deliver(self._letter(f"Hello {number}")))
        self.assertFalse(self._deliver(self._letter("Hello again")))


@tagged("post_install", "-at_install")
class TestNothingIsLost(GatewayCommon):
    """Whatever fails, the mail is kept or tried again."""

    def test_conflict_reaches_the_caller(self):
        """The RPC layer repeats a mail that met another worker."""
        with (
            patch.object(
                type(self.env["crm.intake.claim"]),
                "_claim",
                side_effect=psycopg2.errors.SerializationFailure,
            ),
            self.assertRaises(psycopg2.errors.SerializationFailure),
        ):
            self._deliver(self._letter(SIGNED))

    def test_fetched_mail_is_tried_again(self):
        """Core would mark a fetched mail as read and forget it."""
        claim = type(self.env["crm.intake.claim"])._claim
        calls = []

        def refuse_once(model, keys):
            calls.append(keys)
            if len(calls) == 1:
                raise psycopg2.errors.SerializationFailure
            return claim(model, keys)

        fetched = self.env["mail.thread"].with_context(default_fetchmail_server_id=1)
        mail = self._letter(SIGNED)
        with (
            patch.object(type(self.env["crm.intake.claim"]), "_claim", refuse_once),
            patch.object(self.env.cr, "rollback") as rollback,
            patch(f"{MODELS}.mail_thread.time.sleep"),
            self.mock_mail_gateway(),
        ):
            lead_id = fetched.message_process(None, mail.as_bytes())
        self.assertEqual(len(calls), 2)
        rollback.assert_called_once()
        self.assertEqual(self._message(mail).res_id, lead_id)

    def test_intake_fails(self):
        """Core makes the lead then, and the failed request leads to it."""
        with (
            patch.object(type(self.env["crm.intake"]), "_lookup", side_effect=ValueError("broken")),
            mute_logger(f"{MODELS}.crm_intake"),
        ):
            request = self._deliver(mail := self._letter(SIGNED, subject="Two pumps"))
        self.assertEqual(request.result, "failed")
        self.assertEqual(request.unclear, "failed")
        self.assertEqual(request.lead_id.name, "Two pumps")
        self.assertEqual(self._message(mail).res_id, request.lead_id.id)
