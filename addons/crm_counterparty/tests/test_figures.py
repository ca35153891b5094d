# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common_figure import FigureCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestFigures(FigureCommon):
    """Every document counts once, at its own date, in the currency of its company."""

    def _assert_everywhere(self, partner, **expected):
        """Computed on reading and stored by the refresh are the same."""
        self._assert_figures(partner, expected)
        self._refresh()
        row = self._row(partner)
        stored = {
            name: row[measure]
            for name, measure in partner._figure_measures().items()
            if name in expected
        }
        self.assertEqual(stored, expected)
        self._assert_figures(partner, expected)

    def _assert_figures(self, partner, expected):
        self.env.invalidate_all()
        self.assertEqual({name: partner[name] for name in expected}, expected)

    def test_two_counterparties_two_currencies(self):
        """Invoices less credit notes, at the rate of their days; a later rate changes nothing."""
        foreign = self.setup_other_currency(
            "EUR", rates=[("2026-04-01", 2.0), ("2026-05-01", 4.0), ("2026-06-01", 5.0)]
        )
        self._invoice(1000, "2026-04-10", self.entity)
        self._invoice(1000, "2026-04-11", self.trader, currency_id=foreign.id)  # 500
        may = self._invoice(1000, "2026-05-11", self.trader, currency_id=foreign.id)  # 250
        # At the rate of June: 200; what that costs is booked as a difference of rates, not owed.
        self._reverse_invoice(may, post=True, date="2026-06-02")
        self._assert_everywhere(
            self.client, client_turnover=1550.0, client_turnover_total=1550.0, client_debt=1500.0
        )
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "name": "2026-06-10", "rate": 100.0,
             "company_id": self.company.id}
        )  # fmt: skip
        self.dirty._mark(self.client)
        self._assert_everywhere(self.client, client_turnover=1550.0, client_debt=1500.0)

    def test_each_invoice_once(self):
        """It is turnover of the client and made out to the entity, and nothing to anybody else."""
        self._invoice(700, "2026-05-01", self.entity)
        self._invoice(300, "2026-05-01", self.trader)
        self._invoice(50, "2026-05-01", self.trader, client=self.env["res.partner"])
        nothing = {"client_turnover": 0.0, "client_debt": 0.0}
        self._assert_everywhere(
            self.client, client_turnover=1000.0, counterparty_turnover=0.0, counterparty_debt=0.0
        )
        self._assert_everywhere(self.entity, **nothing, counterparty_turnover=700.0)
        self._assert_everywhere(
            self.trader, client_turnover=50.0, client_debt=50.0, counterparty_turnover=350.0,
            counterparty_debt=350.0,
        )  # fmt: skip

    def test_commercial_partner(self):
        """An invoice to a person of a company counts on the company when it names no client."""
        person = self.env["res.partner"].create({"name": "P", "parent_id": self.entity.id})
        self._invoice(10, "2026-05-01", person, client=self.env["res.partner"])
        self._assert_everywhere(self.entity, client_turnover=10.0, client_debt=10.0)

    def test_only_posted(self):
        """Drafts and cancelled ones do not count; back to draft takes it away again."""
        move = self._invoice(100, "2026-05-01", post=False)
        cancelled = self._invoice(100, "2026-05-01", post=False)
        cancelled.button_cancel()
        self._refresh()
        self.assertFalse(self._row(self.client))
        self._assert_figures(self.client, {"client_turnover": 0.0, "client_debt": 0.0})
        move.action_post()
        self._assert_everywhere(self.client, client_turnover=100.0, client_debt=100.0)
        move.button_draft()
        self._assert_figures(self.client, {"client_turnover": 0.0, "client_debt": 0.0})
        self._refresh()
        self.assertFalse(self._row(self.client), "who has nothing has no row")

    def test_another_client(self):
        """An invoice that gets another client leaves the first and counts on the second."""
        other = self.env["res.partner"].create({"name": "Other", "is_client": True})
        move = self._invoice(100, "2026-05-01")
        self._refresh()
        move.client_id = other
        self._assert_everywhere(other, client_turnover=100.0)
        self.assertFalse(self._row(self.client))

    def test_purchases_are_no_turnover(self):
        """What a client sells us is another matter."""
        bill = self._create_invoice_one_line(
            move_type="in_invoice", price_unit=70, name="Flour", tax_ids=[],
            invoice_date="2026-05-01", partner_id=self.client.id, post=True,
        )  # fmt: skip
        self.assertEqual(bill.state, "posted")
        self._assert_figures(self.client, {"client_turnover": 0.0, "client_debt": 0.0})

    def test_fiscal_years(self):
        """This year and the one before are the company's; the first of April is a new one."""
        for amount, day in ((1, "2025-03-31"), (20, "2025-04-01"), (300, "2026-03-31"),
                            (4000, "2026-04-01")):  # fmt: skip
            self._invoice(amount, day)
        self._assert_everywhere(
            self.client, client_turnover=4000.0, client_turnover_previous=320.0,
            client_turnover_total=4321.0,
        )  # fmt: skip
        with freeze_time("2027-04-01"):
            expected = {"client_turnover": 0.0, "client_turnover_previous": 4000.0}
            self._assert_figures(self.client, expected)
            self.figures._cron_outdated()
            self._assert_everywhere(self.client, **expected)

    def test_payment(self):
        """A payment lowers the debt of the client and of the entity; its undoing raises it."""
        move = self._invoice(100, "2026-05-01")
        self._refresh()
        payment = self._register_payment(move, amount=30.0)
        self._assert_everywhere(self.client, client_debt=70.0, client_turnover=100.0)
        self._assert_everywhere(self.entity, counterparty_debt=70.0, client_debt=0.0)
        payment.action_cancel()
        self._assert_everywhere(self.client, client_debt=100.0)

    def test_payment_on_account(self):
        """Money that is not matched yet is the payer's, as in core: every item counts once."""
        self._invoice(100, "2026-05-01")
        self.init_payment(40, post=True, date="2026-05-02", partner=self.entity)
        self._assert_everywhere(self.client, client_debt=100.0)
        self._assert_everywhere(self.entity, counterparty_debt=60.0, client_debt=-40.0)
        self.assertEqual(self.entity.credit, 60.0)

    def test_opening_entry(self):
        """A balance that was brought forward by hand is owed, too."""
        receivable = self.company_data["default_account_receivable"]
        entry = self.env["account.move"].create({
            "move_type": "entry", "date": "2026-04-01",
            "line_ids": [
                Command.create({"account_id": receivable.id, "partner_id": self.client.id,
                                "debit": 500.0}),
                Command.create({"account_id": self.company_data["default_account_revenue"].id,
                                "credit": 500.0}),
            ],
        })  # fmt: skip
        entry.action_post()
        self._assert_everywhere(self.client, client_debt=500.0, client_turnover=0.0)
        # Entries serve nobody; whoever writes a client on one does not make it count twice.
        entry.client_id = self.trader
        self._assert_everywhere(self.client, client_debt=500.0)
        self._assert_everywhere(self.trader, client_debt=0.0)

    def test_sums_are_core_s(self):
        """Over all partners debts add up to what core calls the total receivable."""
        self._invoice(100, "2026-05-01", self.entity)
        self._invoice(250, "2026-05-01", self.trader)
        self.init_payment(40, post=True, date="2026-05-02", partner=self.entity)
        partners = self.client + self.entity + self.trader
        self.assertEqual(sum(partners.mapped("credit")), 310.0)
        self.assertEqual(sum(partners.mapped("client_debt")), 310.0)
        self.assertEqual(sum(partners.mapped("counterparty_debt")), 310.0)
