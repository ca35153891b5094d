# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from odoo.addons.sale.tests.common import TestSaleCommon

from .common import PartyCommon


class DocumentCommon(PartyCommon, TestSaleCommon):
    """The client of PartyCommon with a deal, and a company that can invoice."""

    @classmethod
    def get_default_groups(cls):
        groups = super().get_default_groups()
        return groups | cls.quick_ref("sales_team.group_sale_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.entity + cls.trader).is_counterparty = True
        cls.product_a.invoice_policy = "order"

    @classmethod
    def _deal(cls, **values):
        """A deal of the client for which the trader, not the default payer, is to pay."""
        return cls.env["crm.lead"].create(
            {
                "name": "Ovens",
                "type": "opportunity",
                "company_id": cls.env.company.id,
                "team_id": False,
                "partner_id": cls.client.id,
                "client_id": cls.client.id,
                "counterparty_id": cls.trader.id,
            }
            | values
        )

    @classmethod
    def _order(cls, **values):
        return cls.env["sale.order"].create(cls._order_values(**values))

    @classmethod
    def _order_values(cls, **values):
        line = {"product_id": cls.product_a.id, "price_unit": 100.0, "tax_ids": False}
        return {"partner_id": cls.client.id, "order_line": [Command.create(line)]} | values

    @classmethod
    def _invoice(cls, partner, **values):
        line = {"product_id": cls.product_a.id, "price_unit": 100.0, "tax_ids": False}
        return cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": "2026-03-01",
                "invoice_line_ids": [Command.create(line)],
            }
            | values
        )
