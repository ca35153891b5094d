# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval

from freezegun import freeze_time
from lxml import etree

from odoo.tests import tagged

from .common_figure import FigureCommon

COLUMNS = {"client_turnover", "client_debt", "client_overdue", "client_last_contact"}


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestFiguresViews(FigureCommon):
    """What people click finds what it says."""

    def _arch(self, user, model, kind, xml_id=None):
        view_id = self.env.ref(xml_id).id if xml_id else False
        views = self.env[model].with_user(user).get_views([(view_id, kind)])
        return etree.fromstring(views["views"][kind]["arch"])

    def _names(self, arch):
        return set(arch.xpath("//field/@name"))

    def test_columns(self):
        """Lists of contacts and of clients offer the figures to sales, not to others."""
        colleague = self._user("view_other", "base.group_user")
        lists = (None, "crm_counterparty.res_partner_view_list_client")
        for xml_id in lists:
            shown = self._names(self._arch(self.user_sales, "res.partner", "list", xml_id))
            self.assertLessEqual(COLUMNS, shown)
            hidden = self._names(self._arch(colleague, "res.partner", "list", xml_id))
            self.assertFalse(COLUMNS & hidden)

    def _found(self, model, name):
        """What a filter of the search view finds."""
        arch = self._arch(self.user_sales, model, "search")
        domain = literal_eval(arch.xpath(f"//filter[@name='{name}']/@domain")[0])
        return self.env[model].with_user(self.user_sales).search(domain).sudo()

    def test_filters_of_contacts(self):
        """Who owes us, and whom nobody spoke with for long."""
        self._invoice(100, "2026-05-01")
        post = {"body": "x", "message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        self.client.message_post(**post).date = "2026-04-01"
        self.trader.message_post(**post).date = "2026-01-01"
        self._refresh()
        three = self.client + self.entity + self.trader
        self.assertEqual(self._found("res.partner", "figure_debt") & three, self.client)
        not_met = self._found("res.partner", "figure_not_met")
        self.assertEqual(not_met & three, self.entity + self.trader)

    def test_report(self):
        """By person in charge; who bought last year and not this."""
        self.client.user_id = self.user_sales
        self._invoice(100, "2026-03-01")
        self._refresh()
        found = self._found("crm.party.figure", "lost").filtered("is_client")
        self.assertIn(self._row(self.client), found)
        rows = self.env["crm.party.figure"].with_user(self.user_sales)
        groups = rows.formatted_read_group(
            [("partner_id", "=", self.client.id)], ["user_id"], ["turnover_previous:sum"]
        )
        self.assertEqual(groups[0]["user_id"][0], self.user_sales.id)
        self.assertEqual(groups[0]["turnover_previous:sum"], 100.0)
        self.assertTrue(rows.get_views([(False, "list"), (False, "pivot"), (False, "graph")]))

    def test_clients_menu(self):
        """The list of clients holds who was marked or bought, sorted, with figures."""
        action = self.env.ref("crm_counterparty.action_client")
        clients = self.env["res.partner"].search(literal_eval(action.domain))
        self.assertIn(self.client, clients)
        self.assertNotIn(self.entity, clients)
