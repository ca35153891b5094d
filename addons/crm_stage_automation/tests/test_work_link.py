# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import Form, tagged, users

from ..tools import tokens
from .work_link_common import KEY, WorkLinkCommon, picture


@tagged("post_install", "-at_install")
class TestWorkLink(WorkLinkCommon):
    """What a link is, who makes it, and what a report does."""

    def test_only_a_hash_is_kept(self):
        """Whoever reads the table, or a backup of it, cannot open a page."""
        link, token = self._create_link()
        self.assertEqual(link.token_digest, tokens.digest(token))
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(l)::text FROM crm_work_link l")
        self.assertNotIn(token, str(self.env.cr.fetchall()))

    def test_found_by_its_token_only(self):
        link, token = self._create_link()
        self.assertEqual(self.env["crm.work.link"]._by_token(token), link)
        for wrong in ("", "x", tokens.new_token(), link.token_digest, f"{token}\n"):
            self.assertFalse(self.env["crm.work.link"]._by_token(wrong))

    def test_ten_thousand_random_tokens(self):
        """None of them opens anything."""
        self._create_link()
        hits = sum(
            bool(self.env["crm.work.link"]._by_token(tokens.new_token())) for _try in range(10_000)
        )
        self.assertEqual(hits, 0)

    def test_state(self):
        link, _token = self._create_link()
        self.assertEqual(link.state, "open")
        link.use_count = 1
        self.assertEqual(link.state, "done")
        link.write({"use_count": 0, "expires_at": fields.Datetime.now() - timedelta(seconds=1)})
        self.assertEqual(link.state, "expired")
        link.revoked_at = fields.Datetime.now()
        self.assertEqual(link.state, "revoked")

    def test_report_on_the_deal(self):
        """Result, photo and checklist stand on the deal, and its activity is done."""
        activity = self.deal.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.user_sales_leads.id
        )
        items = [fields.Command.create({"name": name}) for name in ("Unpack", "Clean up")]
        link, _token = self._create_link(
            item_ids=items, activity_id=activity.id, worker_id=self.worker.id
        )
        submission = self._receive(
            link,
            result="All <b>well</b>",
            signer="Ivan",
            items=frozenset(link.item_ids[0].ids),
            photos=(picture(), picture()),
            signature=picture(),
        )
        message = self.deal.message_ids.filtered("attachment_ids")[:1]
        self.assertEqual(message.author_id, self.worker)
        self.assertIn("All &lt;b&gt;well&lt;/b&gt;", message.body)
        self.assertIn("1 of 2", message.body)
        self.assertEqual(len(message.attachment_ids), 3)
        self.assertEqual(set(message.attachment_ids.mapped("mimetype")), {"image/jpeg"})
        self.assertEqual(submission.attachment_ids, message.attachment_ids)
        self.assertEqual(link.item_ids.mapped(lambda item: bool(item.done_at)), [True, False])
        self.assertFalse(activity.active)
        self.assertEqual(link.state, "done")

    def test_same_key_is_one_report(self):
        """A phone that lost the answer sends again."""
        link, _token = self._create_link(max_uses=5)
        first = self._receive(link)
        messages = len(self.deal.message_ids)
        self.assertEqual(self._receive(link), first)
        self.assertEqual((link.use_count, len(self.deal.message_ids)), (1, messages))
        self._receive(link, "another-key-0123456789")
        self.assertEqual(link.use_count, 2)

    def test_used_link_takes_no_more(self):
        link, _token = self._create_link()
        self._receive(link)
        self.assertFalse(self._receive(link, "another-key-0123456789"))
        self.assertEqual(len(link.submission_ids), 1)

    def test_items_of_another_link(self):
        """A stranger may send any number; only his own items are ticked."""
        other, _token = self._create_link(item_ids=[fields.Command.create({"name": "Other"})])
        link, _token = self._create_link()
        self._receive(link, items=frozenset(other.item_ids.ids))
        self.assertFalse(other.item_ids.done_at)

    def test_gone_with_its_deal(self):
        link, _token = self._create_link()
        self.deal.unlink()
        self.assertFalse(link.exists())

    def test_merge_keeps_the_link(self):
        """The crew's link leads to the deal that stays."""
        other = self._create_lead(name="The same kiosk", user_id=self.deal.user_id.id)
        link, _token = self._create_link(other)
        (self.deal | other)._merge_opportunity(auto_unlink=True, max_length=None)
        kept = (self.deal | other).exists()
        self.assertEqual((link.exists().res_id, link.lead_id), (kept.id, kept))

    def test_what_a_deal_says(self):
        values = self.deal._prepare_work_link()
        self.assertEqual(values["address"], "Harbour Road 5, 65000 Odesa")
        self.assertEqual(values["lead_id"], self.deal.id)

    def test_outsider_extends(self):
        """DEVELOP: another map, and more that is kept and done with a report."""
        links = type(self.env["crm.work.link"])
        reports = type(self.env["crm.work.submission"])
        prepare = reports._prepare_submission
        received = []

        def shorter(self, link, key, report):
            return prepare(self, link, key, report) | {"result": report.result[:4]}

        with (
            patch.object(links, "_map_url", lambda link: f"https://map/{link.address}"),
            patch.object(reports, "_prepare_submission", shorter),
            patch.object(
                type(self.deal),
                "_work_link_received",
                lambda _deal, report: received.append(report),
            ),
        ):
            link, _token = self._create_link()
            self.assertEqual(link._map_url(), "https://map/Harbour Road 5, 65000 Odesa")
            report = self._receive(link, result="Done and dusted")
        self.assertEqual((received, report.result), ([report], "Done"))

    def test_copied_database(self):
        """Links sent from the original open nothing in a copy."""
        link, _token = self._create_link()
        self.env.flush_all()
        for query in get_neutralization_queries(["crm_stage_automation"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertEqual(link.state, "revoked")

    def test_many_links_at_once(self):
        """Ten or a hundred: the same number of queries."""
        deals = [self._create_lead() for _number in range(30)]
        self.env["crm.lead"].browse([deals[0].id]).make_work_links()
        counts = []
        for some in (deals[:5], deals[5:]):
            records = self.env["crm.lead"].browse([deal.id for deal in some])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.make_work_links()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])


@tagged("post_install", "-at_install")
class TestWorkLinkSend(WorkLinkCommon):
    """The dialog behind "Send link"."""

    def _wizard(self, **values):
        action = self.deal.action_send_work_link()
        form = Form(self.env["crm.work.link.send"].with_context(**action["context"]))
        for name, value in values.items():
            form[name] = value
        return form.save()

    @users("user_sales_leads")
    def test_by_mail(self):
        """The letter holds the link, in the crew's language, and is deleted when it is sent."""
        self.deal = self.deal.with_env(self.env)
        wizard = self._wizard(worker_id=self.worker, checklist="Unpack\n\n Clean up ")
        self.assertEqual(wizard.channel, "email")
        wizard.action_send()
        link = self.deal.work_link_ids
        self.assertEqual(link.item_ids.mapped("name"), ["Unpack", "Clean up"])
        self.assertEqual(link.sender_id, self.env.user)
        mail = self.env["mail.mail"].sudo().search([("subject", "=", self.deal.name)], limit=1)
        self.assertIn("/crew/", mail.body_html)
        self.assertTrue(mail.auto_delete)
        token = mail.body_html.split("/crew/")[1][:22]
        self.assertEqual(link._by_token(token), link)
        self.assertFalse(mail.model or mail.res_id)

    def test_by_sms(self):
        self._wizard(worker_id=self.worker, channel="sms").action_send()
        sms = self.env["sms.sms"].search([("body", "like", "/crew/")])
        self.assertEqual(sms.number, "+14155550100")

    def test_shown_once(self):
        """The address goes to the dialog and is in no table."""
        action = self._wizard(channel="copy").action_send()
        url = action["context"]["default_url"]
        shown = Form(
            self.env["crm.work.link.send"].with_context(**action["context"]),
            "crm_stage_automation.crm_work_link_shown_view_form",
        )
        self.assertEqual(shown.url, url)
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(w)::text FROM crm_work_link_send w")
        self.assertNotIn(url, str(self.env.cr.fetchall()))

    def test_no_address_to_send_to(self):
        nobody = self.env["res.partner"].create({"name": "Nobody"})
        for channel in ("email", "sms"):
            with self.assertRaises(UserError):
                self._wizard(worker_id=nobody, channel=channel).action_send()

    def test_activity_of_another_deal(self):
        """A salesperson cannot have a colleague's activity closed by a crew."""
        other = self._create_lead().activity_schedule("mail.mail_activity_data_todo")
        wizard = self._wizard()
        wizard.activity_id = other
        with self.assertRaises(UserError):
            wizard.action_send()

    @users("user_sales_salesman")
    def test_not_for_a_colleagues_deal(self):
        wizard = self.env["crm.work.link.send"].create(
            {"res_model": "crm.lead", "res_id": self.deal.id, "name": "x", "lang": "en_US"}
        )
        with self.assertRaises(AccessError):
            wizard.action_send()

    def test_any_model_but_those_with_links(self):
        """A model that nobody prepared is refused."""
        wizard = self._wizard()
        wizard.write({"res_model": "res.users", "res_id": self.env.uid})
        with self.assertRaises(UserError):
            wizard.action_send()

    def test_key(self):
        """The key of a report is no business of the browser."""
        link, _token = self._create_link()
        submission = self._receive(link)
        self.assertEqual(submission.key, KEY)
        with self.assertRaises(AccessError):
            submission.with_user(self.user_sales_manager).read(["key"])
