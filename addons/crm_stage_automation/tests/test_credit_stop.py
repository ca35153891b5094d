# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from .common_credit import CreditCommon


class TestCreditStop(CreditCommon, CronMixinCase):
    """Who is put on the stop-list, and who leaves it."""

    def test_more_than_30_days(self):
        """One invoice of 100,000: 30 days overdue stops nobody, 31 days do."""
        self._invoice(self.debtor, 100000, 31)
        self._invoice(self.good, 100000, 30)
        self._check()
        self.assertEqual(self._stops().partner_id, self.debtor)
        self.assertEqual(self._stops().reason, "overdue")

    def test_at_least_1000(self):
        """Ten invoices that total 50 stop nobody, however late."""
        for _number in range(10):
            self._invoice(self.good, 5, 40)
        self._check()
        self.assertFalse(self._stops())

    def test_instalments_by_maturity(self):
        """Of an invoice in two instalments only the one that is late counts."""
        terms = self.env["account.payment.term"].create(
            {
                "name": "Half now, half in 60 days",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 60}),
                ],
            }
        )
        for partner, amount in ((self.good, 1990), (self.debtor, 2000)):
            self._invoice(partner, amount, 40, invoice_payment_term_id=terms.id)
        self._check()
        self.assertEqual(self._stops().partner_id, self.debtor)
        self.assertEqual(self._stops().overdue_amount, 1000)

    def test_credit_notes_net_off(self):
        """A credit note that is not matched is taken off, the oldest invoice first."""
        self._invoice(self.good, 1500, 40)
        self._invoice(self.good, 501, 0, kind="out_refund")
        self._check()
        self.assertFalse(self._stops())

    def test_foreign_currency_by_residual(self):
        """What counts is the residual in company currency: 2,500 at the rate of 2 are 1,250."""
        currency = self.setup_other_currency("EUR", rates=[("2000-01-01", 2.0)])
        self._invoice(self.debtor, 2500, 40, currency_id=currency.id)
        self._invoice(self.good, 1900, 40, currency_id=currency.id)
        self._check()
        self.assertEqual(self._stops().partner_id, self.debtor)
        self.assertEqual(self._stops().overdue_amount, 1250)

    def test_the_whole_customer(self):
        """Invoices to addresses of a customer are his."""
        address = self.env["res.partner"].create(
            {"name": "Accounts", "type": "invoice", "parent_id": self.debtor.id}
        )
        self._invoice(address, 600, 40)
        self._invoice(self.debtor, 600, 40)
        self._check()
        self.assertEqual(self._stops().partner_id, self.debtor)
        self.assertTrue(address.with_user(self.seller).is_credit_stopped)

    def test_one_company_does_not_stop_another(self):
        """A's debt stops A's orders, not B's."""
        other = self.setup_other_company()["company"]
        elsewhere = self._policy(other)
        self._stop(self.debtor)
        self._check(elsewhere)
        stops = self.env["crm.credit.stop"].sudo().search([("partner_id", "=", self.debtor.id)])
        self.assertEqual(stops.company_id, self.company)
        self.assertFalse(self.debtor.with_company(other).is_credit_stopped)
        order = self.env["sale.order"].with_company(other).create({"partner_id": self.debtor.id})
        self.assertFalse(order._stopped())

    def test_over_the_limit(self):
        """Open invoices and confirmed orders that are not invoiced count together."""
        self.debtor.credit_limit = 1000
        self.good.credit_limit = 1000
        self._invoice(self.debtor, 600, 0)
        self._invoice(self.good, 600, 0)
        self._order(self.good, 400).action_confirm()
        order = self._order(self.debtor, 400)
        order.action_confirm()
        order.order_line.price_unit = 401
        self._check()
        self.assertEqual(self._stops().partner_id, self.debtor)
        self.assertEqual(self._stops().reason, "limit")
        self.policy.stops_over_limit = False
        self._check()
        self.assertFalse(self._stops())

    def test_invoiced_orders_count_once(self):
        """What is posted counts as an invoice, what is a draft still as an order."""
        self.debtor.credit_limit = 1000
        self.product_a.invoice_policy = "order"
        order = self._order(self.debtor, 1000)
        order.action_confirm()
        invoice = order._create_invoices()
        another = self._order(self.debtor, 1)
        limit = {another: {"limit": self.debtor}}
        self.assertEqual(another._stopped(), limit)
        self._check()
        self.assertFalse(self._stops())
        invoice.action_post()
        self._check()
        self.assertFalse(self._stops())
        self.assertEqual(another._stopped(), limit)

    def test_off_the_list_after_payment(self):
        """A payment has the list renewed by itself; the row stays as history."""
        invoice = self._stop(self.debtor)
        stop = self._stops(self.debtor)
        cron = self.env.ref("crm_stage_automation.cron_credit")
        with self.capture_triggers(cron.id) as triggers:
            self._pay(invoice)
        self.assertTrue(triggers.records)
        self._check()
        self.assertTrue(stop.lifted_at)
        self.assertFalse(self.debtor.is_credit_stopped)

    def test_payments_of_others_start_nothing(self):
        """Only what changes the stop-list has it renewed."""
        invoice = self._invoice(self.good, 50, 0)
        with self.capture_triggers("crm_stage_automation.cron_credit") as triggers:
            self._pay(invoice)
        self.assertFalse(triggers.records)

    def test_figures_are_renewed(self):
        """Who stays on the list has the figures of today, and the day he came on it."""
        with freeze_time("2026-03-01"):
            self._invoice(self.debtor, 5000, 40)
            self._check()
        stop = self._stops(self.debtor)
        since = stop.since
        with freeze_time("2026-03-03"):
            self._invoice(self.debtor, 100, 60)
            self._check()
        self.assertEqual(stop.overdue_amount, 5100)
        self.assertEqual((stop.late_days, stop.since), (60, since))

    def test_without_a_policy_nobody_is_stopped(self):
        """An archived policy stops nobody, at once; the check lifts the rows."""
        self._stop(self.debtor)
        self.policy.active = False
        self.assertFalse(self._order(self.debtor)._stopped())
        self.env["crm.credit.policy"]._lift_without_policy()
        self.assertFalse(self._stops())

    def test_merged_customers_are_on_it_once(self):
        """Merging two debtors leaves one row, and no error of the unique index."""
        another = self._customer("Debtor again")
        self._invoice(self.debtor, 5000, 40)
        self._stop(another)
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo().create({})
        wizard._merge((self.debtor | another).ids, self.debtor)
        self.assertEqual(len(self._stops(self.debtor)), 1)

    def test_the_flag_on_the_deal(self):
        """Whoever works on a deal of the customer reads it there, too."""
        self._stop(self.debtor)
        values = {"name": "Ovens", "type": "opportunity", "user_id": self.seller.id}
        leads = self.env["crm.lead"].create(
            [values | {"partner_id": partner.id} for partner in (self.debtor, self.good)]
        )
        notes = [lead.with_user(self.seller).credit_stop_note for lead in leads]
        self.assertIn("invoices are overdue", notes[0])
        self.assertFalse(notes[1])

    def test_the_flag_can_be_searched(self):
        """Salespeople list their customers on the stop-list."""
        self._stop(self.debtor)
        partner = self.env["res.partner"].with_user(self.seller)
        known = [("id", "in", (self.debtor | self.good).ids)]
        self.assertEqual(partner.search([*known, ("is_credit_stopped", "=", True)]), self.debtor)
        self.assertEqual(partner.search([*known, ("is_credit_stopped", "=", False)]), self.good)

    def test_the_day_is_that_of_the_company(self):
        """Half an hour before midnight UTC it is tomorrow in Kyiv and today in Lima."""
        calendar = self.company.resource_calendar_id
        with freeze_time("2026-03-01 23:30:00"):
            self._invoice(self.debtor, 5000, 30)
            calendar.tz = "America/Lima"
            self._check()
            self.assertFalse(self._stops())
            calendar.tz = "Europe/Kyiv"
            self._check()
            self.assertEqual(self._stops().partner_id, self.debtor)

    def test_another_salesperson_sees_the_sentence_without_figures(self):
        """The flag says since when, why, and what to do; never how much."""
        self._stop(self.debtor)
        self.policy.responsible_id = self.treasurer
        viewer = new_test_user(self.env, "credit_viewer", "sales_team.group_sale_salesman")
        note = self.debtor.with_user(viewer).credit_stop_note
        self.assertIn("invoices are overdue", note)
        self.assertIn("credit_treasurer", note)
        self.assertNotIn("5000", note.replace(",", ""))
