# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common_visibility import VisibilityCommon


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
