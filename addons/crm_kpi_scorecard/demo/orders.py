# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Thirteen months of orders; some are invoiced, most of those are paid."""

from datetime import timedelta

from odoo.fields import Command

from .months import BEFORE, spread

# In how many orders of the present month each product is sold.
SOLD = {"machine": 4, "grinder": 5, "filter": 10, "visit": 15, "beans": 16}
DISCOUNTS = (0, 0, 5, 0, 0, 10, 0, 0)
# Who gives discounts gives so much more on top.
GENEROUS = {"demo_user_priya": 5}
# So many former orders are recent. Of them, and of the others, every so many is invoiced here.
RECENT, OF_RECENT, OF_OTHERS = 44, 4, 12
# One invoice of so many waits for its money.
UNPAID = 4
# So many invoices are paid on one day.
AT_ONCE = 3


class Orders:
    """Makes the orders of a team."""

    def __init__(self, env, months, leads):
        quiet = {
            "mail_create_nolog": True,
            "mail_create_nosubscribe": True,
            "mail_auto_subscribe_no_notify": True,
            "tracking_disable": True,
        }
        self.env = env(context={**env.context, **quiet})
        self.months = months
        self.team = self._ref("demo_team")
        self.won = leads.filtered(lambda lead: lead.won_status == "won").sorted("date_won")
        self.products = {name: self._ref(f"demo_product_{name}") for name in SOLD}

    def _ref(self, name):
        return self.env.ref(f"crm_kpi_scorecard.{name}")

    def make(self):
        """Make them, and the invoices and payments."""
        values = []
        for back in range(BEFORE, -1, -1):
            values += self._month(back)
        orders = self.env["sale.order"].create(values)
        # Confirming them one by one would say that they were confirmed today.
        orders.write({"state": "sale"})
        until = self.months.moment(0, 0)
        former = orders.filtered(lambda order: order.date_order < until).sorted("date_order")
        self._invoice(former[:-RECENT:OF_OTHERS] + former[-RECENT::OF_RECENT])
        return orders

    def _month(self, back):
        """The orders of one month: the further back, the fewer."""
        sold = {name: self._count(name, number, back) for name, number in SOLD.items()}
        begin, end = self.months.moment(back, 0), self.months.moment(back, 1)
        deals = [lead for lead in self.won if begin <= lead.date_won < end]
        clients = self.won.partner_id.sorted("id")
        found = []
        for number in range(max(sold.values())):
            deal = deals[number] if number < len(deals) else None
            client = deal.partner_id if deal else clients[(number + back) % len(clients)]
            names = [name for name in SOLD if number < sold[name]]
            found.append(self._order(number, back, deal, client, names))
        return found

    def _count(self, name, number, back):
        if not back:
            return number
        return max(1, round(number * (1.05 - 0.045 * back)) - (back + len(name)) % 3)

    def _order(self, number, back, deal, client, names):
        moment = deal.date_won if deal else self.months.moment(back, spread(number + 3 * back))
        return {
            "partner_id": client.id,
            "user_id": client.user_id.id,
            "team_id": self.team.id,
            "company_id": self.team.company_id.id,
            "opportunity_id": deal.id if deal else False,
            "source_id": deal.source_id.id if deal else False,
            "date_order": moment,
            "order_line": [
                Command.create(self._line(name, number, back, client)) for name in names
            ],
        }

    def _line(self, name, number, back, client):
        given = DISCOUNTS[(number + back + len(name)) % len(DISCOUNTS)]
        xmlid = client.user_id.get_external_id()[client.user_id.id].partition(".")[2]
        return {
            "product_id": self.products[name].id,
            "product_uom_qty": 1 if name == "machine" else 1 + number % 3,
            "price_unit": self.products[name].list_price,
            "discount": given + GENEROUS.get(xmlid, 0),
            "tax_ids": [Command.clear()],
        }

    def _invoice(self, orders):
        """Invoices on the day of the order, due a month later."""
        orders.order_line.product_id.filtered(
            lambda product: product.invoice_policy != "order"
        ).invoice_policy = "order"
        invoices = orders._create_invoices(grouped=True)
        for order in orders:
            day = order.date_order.date()
            order.invoice_ids.write(
                {"invoice_date": day, "invoice_date_due": day + timedelta(days=30)}
            )
        invoices.action_post()
        self._pay(invoices.sorted("invoice_date"))

    def _pay(self, invoices):
        """Some customers pay together, some not at all."""
        waiting = invoices[UNPAID - 1 :: UNPAID]
        settled = invoices - waiting
        today = self.months.now.date()
        for start in range(0, len(settled), AT_ONCE):
            paid = settled[start : start + AT_ONCE]
            day = min(paid[-1].invoice_date + timedelta(days=9), today)
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=paid.ids
            ).create({"payment_date": day})._create_payments()
