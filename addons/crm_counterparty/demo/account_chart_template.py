# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

# Who is invoiced, how many days ago, for how much, and whether it is paid.
INVOICES = (
    ("demo_crust_kft", 415, 5200.0, True),
    ("demo_crust_ilona", 380, 1450.0, True),
    ("demo_crust_kft", 320, 4100.0, True),
    ("demo_crust_zoltan", 275, 980.0, True),
    ("demo_crust_kft", 210, 7300.0, True),
    ("demo_crust_ilona", 150, 2100.0, True),
    ("demo_crust_kft", 95, 6400.0, True),
    ("demo_crust_zoltan", 75, 1320.0, False),
    ("demo_crust_kft", 40, 5900.0, False),
    ("demo_crust_ilona", 12, 1750.0, False),
)


class AccountChartTemplate(models.AbstractModel):
    """The invoices of the demo, as soon as the demo company has accounts to book them on."""

    _inherit = "account.chart.template"

    def _post_load_demo_data(self, company=False):
        result = super()._post_load_demo_data(company)
        self._load_party_demo()
        return result

    @api.model
    def _load_party_demo(self):
        """One client's invoices, made out to three legal entities; once, where the demo is."""
        client = self.env.ref("crm_counterparty.demo_crust", raise_if_not_found=False)
        company = self.env.ref("base.main_company")
        if not client or not company.chart_template:
            return
        moves = self.env["account.move"].with_company(company)
        if moves.search_count([("client_id", "=", client.id)], limit=1):
            return
        today = fields.Date.context_today(self)
        invoices = moves.create(
            [
                self._party_demo_invoice(client, entity, today - relativedelta(days=days), amount)
                for entity, days, amount, _is_paid in INVOICES
            ]
        )
        invoices.action_post()
        for invoice, (_entity, _days, _amount, is_paid) in zip(invoices, INVOICES, strict=True):
            if is_paid:
                self.env["account.payment.register"].with_context(
                    active_model="account.move", active_ids=invoice.ids
                ).create({"payment_date": invoice.invoice_date_due})._create_payments()

    @api.model
    def _party_demo_invoice(self, client, entity, date, amount):
        return {
            "move_type": "out_invoice",
            "partner_id": self.env.ref(f"crm_counterparty.{entity}").id,
            "client_id": client.id,
            "invoice_date": date,
            "invoice_date_due": date + relativedelta(days=30),
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": "Oven service",
                        "quantity": 1,
                        "price_unit": amount,
                        "tax_ids": [Command.clear()],
                    }
                )
            ],
        }
