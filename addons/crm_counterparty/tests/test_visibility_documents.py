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
        self.assertEqual(self.order.order_line.product_uom_qty, 3)
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

    def test_typed_address(self):
        """An address typed in the chatter of one's own document does not tell whose it is."""
        self.entity.email = "ltd@bakeries.example"
        order = self.order.copy({"partner_id": self.florists.id, "user_id": self.stranger.id})
        self.authenticate(self.stranger.login, self.stranger.login)
        found = self.make_jsonrpc_request(
            "/mail/thread/recipients/get_suggested_recipients",
            {
                "thread_model": "sale.order",
                "thread_id": order.id,
                "main_email": "ltd@bakeries.example",
            },
        )
        self.assertNotIn("Bakeries", json.dumps(found))
        self.assertIn("ltd@bakeries.example", json.dumps(found))

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
