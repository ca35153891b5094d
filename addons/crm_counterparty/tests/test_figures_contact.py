# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from .common_figure import FigureCommon

LONG_AGO = datetime(2026, 1, 1, 12)


@tagged("post_install", "-at_install")
class TestFiguresContact(FigureCommon):
    """When somebody of ours and somebody of theirs last exchanged words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.env["crm.lead"].create({"name": "Deal", "type": "opportunity"})
        cls.lead.client_id = cls.client
        cls.days = 0
        cls._refresh()

    def _say(self, record, **values):
        """Words on a record, a day after the last ones; when they were said."""
        type(self).days += 1
        when = LONG_AGO + timedelta(days=self.days)
        words = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment"} | values
        record.message_post(body="Words", **words).sudo().date = when
        return when

    def _assert_last(self, when, partner=None):
        partner = partner or self.client
        self.env.invalidate_all()
        self.assertEqual(partner.client_last_contact, when)
        self._refresh()
        self.assertEqual(partner.client_last_contact, when)

    def test_words(self):
        """Letters in and words out count, on the card and on deals; notes among us do not."""
        self._assert_last(False)
        self._assert_last(self._say(self.client))
        self._assert_last(self._say(self.lead))
        last = self._say(self.lead, message_type="email")
        self._say(self.lead, subtype_xmlid="mail.mt_note")
        self._say(self.client, message_type="notification")
        self._assert_last(last)
        message = self.lead.message_ids.filtered(lambda each: each.date == last)
        message.unlink()
        self._assert_last(last - timedelta(days=1))

    def test_persons(self):
        """Words with a person of the client are words with him, at the time he was one's."""
        person = self.env["res.partner"].create({"name": "Olha"})
        last = self._say(person)
        self._assert_last(False)
        link = self._link(person, "accountant")
        self._assert_last(last)
        later = self._say(person)
        self._assert_last(later)
        link.date_end = last
        self._assert_last(last)

    def test_child_contact(self):
        """So are words with somebody of his company; who changes the company takes them along."""
        person = self.env["res.partner"].create({"name": "P", "parent_id": self.client.id})
        last = self._say(person)
        self._assert_last(last)
        person.parent_id = self.entity
        self._assert_last(False)
        self._assert_last(last, self.entity)

    def test_calls_and_meetings(self):
        """A call that was ticked off counts, a to-do does not."""
        self.lead.activity_schedule("mail.mail_activity_data_todo").action_feedback()
        self._assert_last(False)
        with freeze_time("2026-02-02 10:00:00"):
            self.lead.activity_schedule("mail.mail_activity_data_call").action_feedback()
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(self.client.client_last_contact)

    def test_order(self):
        """A confirmed order, not a quotation; it goes with the order."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.client.id,
                "order_line": [(0, 0, {"product_id": self.product_a.id})],
            }
        )
        order.client_id = self.client
        self._assert_last(False)
        order.action_confirm()
        order.message_ids.unlink()
        self._assert_last(order.date_order)
        order._action_cancel()
        self._assert_last(False)

    def test_deal_of_another(self):
        """A deal that gets another client takes its words along, also when it goes."""
        last = self._say(self.lead)
        other = self.env["res.partner"].create({"name": "Other", "is_client": True})
        self._refresh()
        self.lead.client_id = other
        self._assert_last(False)
        self._assert_last(last, other)
        self.lead.unlink()
        self._assert_last(False, other)

    def test_company_of_a_deal(self):
        """Words on a deal of company A are unknown in B; those on the shared card are not."""
        company_b = self.setup_other_company(name="Company B")["company"]
        both = self._say(self.client)
        self.lead.company_id = self.company
        mine = self._say(self.lead)
        self._assert_last(mine)
        self._assert_last(both, self.client.with_company(company_b))

    def test_search(self):
        """Not met since a day, and never met."""
        last = self._say(self.client)
        never = self.env["res.partner"].create({"name": "Never", "is_client": True})
        self._refresh()
        two = [("id", "in", (self.client + never).ids)]
        search = self.env["res.partner"].with_user(self.user_sales).search
        for operator, value, found in (
            (">=", last, self.client), (">", last, never[:0]), ("<", last, never),
            ("<=", last, self.client + never), ("=", False, never), ("!=", False, self.client),
        ):  # fmt: skip
            with self.subTest(operator=operator):
                result = search([*two, ("client_last_contact", operator, value)])
                self.assertEqual(result.sudo(), found)

    def test_outsider(self):
        """Another add-on brings calls, and a model of its own with a chatter."""
        called = datetime(2026, 5, 5, 5)
        kind = type(self.figures)
        sources, owners = kind._contact_sources, kind._thread_owners

        def with_calls(figure, partner_ids):
            calls = SQL(
                "SELECT %s AS partner_id, %s AS company_id, %s::timestamp AS at",
                self.client.id, self.company.id, called,
            )  # fmt: skip
            return [*sources(figure, partner_ids), calls]

        def with_products(figure):
            products = SQL(
                "SELECT id AS res_id, %s AS partner_id, NULL::integer AS company_id"
                " FROM product_template",
                self.trader.id,
            )
            return owners(figure) | {"product.template": products}

        with (
            patch.object(kind, "_contact_sources", with_calls),
            patch.object(kind, "_thread_owners", with_products),
        ):
            self.dirty._mark(self.client)
            self._assert_last(called)
            self._refresh()
            last = self._say(self.product_a.product_tmpl_id)
            self._assert_last(last, self.trader)
