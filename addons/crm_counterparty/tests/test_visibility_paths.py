# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.mail.tests.common import MailCase

from .common_visibility import VisibilityCommon

PICTURE = base64.b64decode(
    "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs="  # one white dot
)


@tagged("post_install", "-at_install")
class TestVisibilityPaths(VisibilityCommon):
    """Every way to a hidden client is closed; each is open for the person in charge."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger.group_ids += cls.env.ref("base.group_allow_export")
        cls.owner_h.group_ids += cls.env.ref("base.group_allow_export")
        cls._hide()

    def setUp(self):
        super().setUp()
        self.env.invalidate_all()

    def _theirs(self):
        """The hidden client as the stranger and as the person in charge have it."""
        return self.client.with_user(self.stranger), self.client.with_user(self.owner_h)

    def test_form(self):
        """The form does not open."""
        hidden, mine = self._theirs()
        with self.assertRaises(AccessError):
            Form(hidden)
        self.assertEqual(Form(mine).name, "Bakeries")

    def test_read(self):
        """RPC reads nothing, also no name and no computed figure."""
        hidden, mine = self._theirs()
        for fields in (["name"], ["display_name"], ["contact_address"]):
            with self.subTest(fields=fields), self.assertRaises(AccessError):
                self.env.invalidate_all()
                hidden.read(fields)
        self.assertEqual(mine.read(["name"])[0]["name"], "Bakeries")

    def test_list_and_kanban(self):
        """Neither rows nor their number."""
        domain = [("id", "=", self.client.id)]
        for user, count in ((self.stranger, 0), (self.owner_h, 1)):
            partner = self.env["res.partner"].with_user(user)
            with self.subTest(user=user.login):
                self.assertEqual(partner.web_search_read(domain, {"name": {}})["length"], count)
                self.assertEqual(partner.search_count(domain), count)
                self.assertEqual(len(partner.search_read(domain, ["name"])), count)

    def test_groups(self):
        """Sums and groups do not count hidden clients."""
        domain = [("id", "=", self.client.id)]
        for user, count in ((self.stranger, 0), (self.owner_h, 1)):
            partner = self.env["res.partner"].with_user(user)
            with self.subTest(user=user.login):
                groups = partner.formatted_read_group(domain, ["user_id"], ["__count"])
                self.assertEqual(sum(group["__count"] for group in groups), count)
                groups = partner.web_read_group(domain, ["user_id"], ["__count"])["groups"]
                self.assertEqual(len(groups), count)

    def test_search_by_name(self):
        """Typing the name finds nothing, in a field and in a mention."""
        for user, count in ((self.stranger, 0), (self.owner_h, 1)):
            partner = self.env["res.partner"].with_user(user)
            with self.subTest(user=user.login):
                found = partner.name_search("Bakeries", [("id", "=", self.client.id)])
                self.assertEqual(len(found), count)
                mentioned = partner.get_mention_suggestions("Bakeries").get("res.partner", [])
                self.assertEqual(self.client.id in [card["id"] for card in mentioned], bool(count))

    def test_export(self):
        """Nothing is exported."""
        hidden, mine = self._theirs()
        with self.assertRaises(AccessError):
            hidden.export_data(["name", "email"])
        self.assertEqual(
            mine.export_data(["name", "email"])["datas"], [["Bakeries", "office@bakeries.example"]]
        )

    def test_write_and_delete(self):
        """What one does not see one does not change."""
        hidden, _mine = self._theirs()
        for act in (
            lambda: hidden.write({"comment": "x"}),
            lambda: hidden.message_post(body="x"),
            hidden.action_archive,
            hidden.unlink,
            hidden.copy,
        ):
            with self.assertRaises(AccessError):
                act()

    def test_report(self):
        """A report about partners does not print a hidden one."""
        report = self.env["ir.actions.report"].create(
            {
                "name": "Card",
                "model": "res.partner",
                "report_name": "crm_counterparty.test_card",
                "report_type": "qweb-html",
            }
        )
        self.env["ir.ui.view"].create(
            {
                "name": "test_card",
                "type": "qweb",
                "key": "crm_counterparty.test_card",
                "arch": "<t t-name='c'><p t-foreach='docs' t-as='doc' t-out='doc.email'/></t>",
            }
        )
        printed = self._print(report, self.client, self.owner_h)
        self.assertIn("office@bakeries.example", printed)
        with self.assertRaises(Exception) as caught:
            self._print(report, self.client, self.stranger)
        self.assertIn("res.partner", str(caught.exception))

    def _print(self, report, records, user):
        self.env.invalidate_all()
        engine = self.env["ir.actions.report"].with_user(user)
        return engine._render_qweb_html(report.report_name, records.ids)[0].decode()

    def test_messages(self):
        """What was written on the card of a hidden client is found by nobody else."""
        message = self.client.message_post(body="The price is 7")
        domain = [("model", "=", "res.partner"), ("res_id", "=", self.client.id)]
        for user, seen in ((self.stranger, False), (self.owner_h, True)):
            with self.subTest(user=user.login):
                found = self.env["mail.message"].with_user(user).search(domain)
                self.assertEqual(message in found.sudo(), seen)
                self.assertEqual(message.with_user(user).has_access("read"), seen)

    def test_attachments(self):
        """Files on the card of a hidden client stay with it."""
        file = self.env["ir.attachment"].create(
            {"name": "x.txt", "raw": b"x", "res_model": "res.partner", "res_id": self.client.id}
        )
        for user, seen in ((self.stranger, False), (self.owner_h, True)):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                found = self.env["ir.attachment"].with_user(user).search([("id", "=", file.id)])
                self.assertEqual(bool(found), seen)
                self.assertEqual(file.with_user(user).has_access("read"), seen)

    def test_activities_and_followers(self):
        """Nobody else finds what is planned with a hidden client."""
        activity = self.client.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.owner_h.id
        )
        for user, seen in ((self.stranger, False), (self.owner_h, True)):
            with self.subTest(user=user.login):
                found = self.env["mail.activity"].with_user(user).search([("id", "=", activity.id)])
                self.assertEqual(bool(found), seen)

    def test_bank_accounts(self):
        """Its bank accounts are hidden with it."""
        account = self.env["res.partner.bank"].create(
            {"acc_number": "UA12", "partner_id": self.client.id}
        )
        for user, seen in ((self.stranger, False), (self.owner_h, True)):
            with self.subTest(user=user.login):
                found = (
                    self.env["res.partner.bank"].with_user(user).search([("id", "=", account.id)])
                )
                self.assertEqual(bool(found), seen)

    def test_smart_buttons(self):
        """The figures on the buttons are for the person in charge and nobody else."""
        hidden, mine = self._theirs()
        for name in ("sale_order_count", "opportunity_count", "meeting_count"):
            with self.subTest(button=name):
                self.assertEqual(mine.read([name])[0][name], 0)
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    hidden.read([name])

    def test_asked_through_documents(self):
        """A filter of documents by what a hidden client has does not tell it."""
        deal = self.env["crm.lead"].create(
            {"name": "Deal", "partner_id": self.client.id, "user_id": self.stranger.id}
        )
        deals = self.env["crm.lead"].with_user(self.stranger)
        mine = [("id", "=", deal.id)]
        self.assertEqual(deals.search(mine).sudo(), deal)
        asked = [("partner_id.email", "=", "office@bakeries.example")]
        self.assertFalse(deals.search([*mine, *asked]))
        with self.assertRaises(AccessError):
            deal.with_user(self.stranger).web_read({"partner_id": {"fields": {"email": {}}}})

    def test_forged_context(self):
        """No context that a client can send opens the rule."""
        for value in (True, 1, "true", [1], {"a": 1}):
            partner = self.client.with_user(self.stranger)
            with self.subTest(value=value), self.assertRaises(AccessError):
                partner.with_context(crm_hidden_clients_shown=value).read(["name"])


@tagged("post_install", "-at_install")
class TestVisibilityDocuments(VisibilityCommon, MailCase, HttpCase):
    """A document one may read shows the name of its hidden client without an error."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger.group_ids += cls.env.ref("base.group_allow_export")
        product = cls.env["product.product"].create(
            {"name": "Flour", "invoice_policy": "order", "list_price": 5}
        )
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.client.id,
                "user_id": cls.stranger.id,
                "order_line": [(0, 0, {"product_id": product.id, "price_unit": 5})],
            }
        )
        cls.invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.client.id,
                "invoice_user_id": cls.stranger.id,
                "invoice_line_ids": [(0, 0, {"name": "Flour", "price_unit": 5})],
            }
        )
        cls.deal = cls.env["crm.lead"].create(
            {
                "name": "Deal",
                "type": "opportunity",
                "partner_id": cls.client.id,
                "client_id": cls.client.id,
                "user_id": cls.stranger.id,
            }
        )
        for document in (cls.order, cls.invoice, cls.deal):
            document.message_post(body="Hello", author_id=cls.anna.id)
            document.message_subscribe(partner_ids=(cls.anna + cls.client).ids)
        cls._hide()

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.env.invalidate_all()

    def _documents(self):
        for document in (self.order, self.invoice, self.deal):
            with self.subTest(document=document._name):
                self.env.invalidate_all()
                yield document.with_user(self.stranger)

    def test_list(self):
        """The name is in the line."""
        spec = {"partner_id": {"fields": {"display_name": {}}}}
        for document in self._documents():
            found = document.web_search_read([("id", "=", document.id)], spec)
            self.assertEqual(found["records"][0]["partner_id"]["display_name"], "Bakeries")

    def test_form(self):
        """The form opens, with all it computes, and can be changed."""
        with Form(self.order.with_user(self.stranger)) as form:
            self.assertEqual(form.partner_id.id, self.client.id)
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 3
        self.assertEqual(self.order.amount_untaxed, 15)
        with Form(self.deal.with_user(self.stranger)) as form:
            form.expected_revenue = 4
        self.assertEqual(self.deal.expected_revenue, 4)

    def test_group_by(self):
        """Grouped by client it has its name."""
        for document in self._documents():
            groups = document.web_read_group([("id", "=", document.id)], ["partner_id"])["groups"]
            self.assertEqual(groups[0]["partner_id"], (self.client.id, "Bakeries"))

    def test_export(self):
        """The name is exported, the address is not."""
        for document in self._documents():
            paths = ["partner_id", "partner_id/email", "partner_id/child_ids/name"]
            rows = document.export_data(paths)["datas"]
            self.assertEqual(rows, [["Bakeries", "", ""]])
            rows = document.with_context(import_compat=False).export_data(paths)["datas"]
            self.assertEqual(rows, [["Bakeries", "", ""]])

    def test_export_of_visible_clients(self):
        """Of a client one sees, everything asked for is exported."""
        self.florists.email = "hello@florists.example"
        self.order.copy({"partner_id": self.florists.id, "user_id": self.stranger.id})
        orders = self.env["sale.order"].search([("user_id", "=", self.stranger.id)], order="id")
        rows = orders.with_user(self.stranger).export_data(["partner_id/name", "partner_id/email"])
        self.assertEqual(rows["datas"], [["Bakeries", ""], ["Florists", "hello@florists.example"]])

    def test_printed(self):
        """Quotation and invoice are printed, name and address and all."""
        engine = self.env["ir.actions.report"].with_user(self.stranger)
        for report, document in (
            ("sale.report_saleorder", self.order),
            ("account.report_invoice", self.invoice),
            ("account.report_invoice_with_payments", self.invoice),
        ):
            with self.subTest(report=report):
                self.env.invalidate_all()
                self.assertIn(b"Bakeries", engine._render_qweb_html(report, document.ids)[0])

    def test_written(self):
        """One writes on one's document; the hidden client who follows it gets the letter."""
        for document in self._documents():
            with self.mock_mail_gateway():
                document.message_post(
                    body="Ready", message_type="comment", subtype_xmlid="mail.mt_comment"
                )
            letters = [str(mail["email_to"]) for mail in self._mails]
            self.assertTrue([to for to in letters if "office@bakeries.example" in to], letters)

    def test_quotation_sent(self):
        """The letter with the quotation is made from its template."""
        order = self.order.with_user(self.stranger)
        action = order.action_quotation_send()
        composer = self.env["mail.compose.message"].with_user(self.stranger)
        composer = composer.with_context(**action["context"]).create({})
        self.assertIn(self.order.name, composer.body)

    def test_invoiced(self):
        """One's own order is confirmed and invoiced."""
        order = self.order.with_user(self.stranger)
        order.action_confirm()
        self.env.invalidate_all()
        invoice = order._create_invoices()
        self.assertEqual(invoice.sudo().partner_id, self.order.partner_invoice_id)
        self.assertEqual(invoice.sudo().client_id, self.client)
        with self.assertRaises(AccessError):
            self.env.invalidate_all()
            invoice.sudo(False).partner_id.mapped("email")

    def test_other_address_on_the_deal(self):
        """The deal takes a new address; the card of the hidden client keeps its own."""
        self.deal.with_user(self.stranger).email_from = "new@bakeries.example"
        self.assertEqual(self.deal.email_from, "new@bakeries.example")
        self.assertEqual(self.client.email, "office@bakeries.example")

    def test_meeting(self):
        """A meeting about the deal says whom one meets, not how to reach him."""
        event = self.env["calendar.event"].with_user(self.stranger).create(
            {
                "name": "Meeting",
                "start": "2026-12-01 10:00:00",
                "stop": "2026-12-01 11:00:00",
                "partner_ids": [(6, 0, (self.client + self.stranger.partner_id).ids)],
                "opportunity_id": self.deal.id,
            }
        )  # fmt: skip
        self.assertIn("Bakeries", event.description)
        self.assertNotIn("office@bakeries.example", event.description)

    def test_activity(self):
        """An activity of mine on the deal is shown and done."""
        activity = self.deal.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.stranger.id
        )
        mine = activity.with_user(self.stranger)
        self.env.invalidate_all()
        self.assertTrue(mine.activity_format())
        self.assertTrue(mine.action_feedback("Done"))

    def test_chatter(self):
        """The chatter of the document answers, with messages and followers of hidden people."""
        self.authenticate(self.stranger.login, self.stranger.login)
        for document in self._documents():
            thread = {"thread_model": document._name, "thread_id": document.id}
            messages = self.make_jsonrpc_request("/mail/thread/messages", thread)
            self.assertIn("Hello", json.dumps(messages))
            asked = thread | {"request_list": ["followers", "attachments", "suggestedRecipients"]}
            data = self.make_jsonrpc_request(
                "/mail/data", {"fetch_params": [["mail.thread", asked]]}
            )
            self.assertIn("Anna", json.dumps(data["mail.followers"]))
            self.make_jsonrpc_request("/mail/thread/recipients", thread)
            self.assertIn(self.client.id, document.message_partner_ids.ids)

    def test_chatter_of_the_card(self):
        """The chatter of the hidden card, its picture and its visiting card are refused."""
        self.client.message_post(body="The price is 7")
        self.client.image_1920 = base64.b64encode(PICTURE)
        for user, seen in ((self.stranger, False), (self.owner_h, True)):
            self.authenticate(user.login, user.login)
            thread = {"thread_model": "res.partner", "thread_id": self.client.id}
            with self.subTest(user=user.login):
                messages = self.make_jsonrpc_request("/mail/thread/messages", thread)
                self.assertEqual("The price is 7" in json.dumps(messages), seen)
                image = self.url_open(f"/web/image/res.partner/{self.client.id}/image_1920")
                self.assertEqual(image.content == PICTURE, seen)
