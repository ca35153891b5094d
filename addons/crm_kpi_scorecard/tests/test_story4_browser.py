# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.crm_kpi_scorecard.tools.periods import Period

from .common import KpiCommon

BOARD = "/odoo/scorecard?kind=month&date_from=2031-03-01&level=product"
MARCH = Period("month", date(2031, 3, 1))
# How often each is sold. On the border are 5, 10 and 15.
SOLD = {"Lamp four": 4, "Lamp five": 5, "Lamp ten": 10, "Lamp fifteen": 15, "Lamp sixteen": 16}
# (quantity, discount) of the first line; all others are one piece without a discount.
FIRST_LINE = {"Lamp five": (6, 50), "Lamp sixteen": (1, 100)}


@tagged("post_install", "-at_install")
class TestStoryFour(HttpCase, KpiCommon):
    """Products of a month in the bands that are shipped, as a manager sees them."""

    def _make_products(self):
        self.lamps = {
            name: self.env["product.product"].create(
                {"name": name, "type": "service", "list_price": 100, "taxes_id": [Command.clear()]}
            )
            for name in SOLD
        }

    def _line(self, name, is_first):
        quantity, discount = FIRST_LINE.get(name, (1, 0)) if is_first else (1, 0)
        return Command.create(
            {
                "product_id": self.lamps[name].id,
                "product_uom_qty": quantity,
                "price_unit": 100,
                "discount": discount,
                "tax_ids": [Command.clear()],
            }
        )

    def _order(self, names, is_first=False):
        """A quotation of one line for each product."""
        return self.env["sale.order"].create(
            {
                "partner_id": self.contact_1.id,
                "company_id": self.company.id,
                "user_id": self.user_member.id,
                "team_id": self.team_kpi.id,
                "order_line": [self._line(name, is_first) for name in names],
            }
        )

    def _sell(self):
        """Sixteen confirmed orders in March; each product is in the first of them."""
        for number in range(max(SOLD.values())):
            with freeze_time(f"2031-03-{number + 1:02} 10:00:00"):
                names = [name for name, sold in SOLD.items() if number < sold]
                self._order(names, is_first=number == 0).action_confirm()

    def _sell_elsewhere(self):
        """What must not count: a quotation, a cancelled order, an order of April."""
        with freeze_time("2031-03-20 10:00:00"):
            self._order(SOLD)
            cancelled = self._order(SOLD)
            cancelled.action_confirm()
            cancelled._action_cancel()
        with freeze_time("2031-04-01 10:00:00"):
            self._order(SOLD).action_confirm()

    def test_products_in_bands(self):
        """4 is red, 5 yellow, 10 and 15 green, 16 orange; discounts beside; a click shows lines."""
        self._make_products()
        self._sell()
        self._sell_elsewhere()
        self.env.flush_all()
        with freeze_time("2031-03-28 12:00:00"):
            self.env["crm.kpi.snapshot"]._store(self.company, [MARCH])
        self.env.flush_all()
        self.start_tour(BOARD, "crm_kpi_scorecard_story4", login=self.user_sales_manager.login)
