# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import fields
from odoo.fields import Command

from odoo.addons.crm_kpi_scorecard.tests.common import KpiCommon
from odoo.addons.spreadsheet.utils.validate_data import odoo_charts


class DashboardCommon(KpiCommon):
    """The dashboard as data, and a company with a deal of each kind, an order, payments, calls.

    All is of this month and of user_seller, a member of team_kpi: three deals opened, of which one
    is won and one lost, a turnover of 250, payments of 640 (400 of
    them of the client group), five calls.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref("crm_kpi_scorecard_dashboard.dashboard_sales_figures")
        cls.data = json.loads(cls.dashboard.spreadsheet_data)
        cls.company = cls.env["res.company"].create({"name": "Company A"})
        cls.company_b = cls.env["res.company"].create({"name": "Company B"})
        cls.user_boss = cls._create_user("user_boss", "sales_team.group_sale_manager")
        cls.user_seller = cls._create_user("user_seller")
        (cls.user_boss | cls.user_seller).write(
            {"company_ids": [Command.set(cls.company.ids)], "company_id": cls.company.id}
        )
        # Deals of no company are everybody's: core's own would be counted along.
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE crm_lead SET company_id = %s WHERE company_id IS NULL", [cls.company_main.id]
        )
        cls.env.invalidate_all()
        cls.team_kpi.member_ids += cls.user_seller
        cls.group = cls.env["res.partner.category"].create({"name": "Wholesale"})
        cls._make_deals()
        cls._make_order()
        cls._make_figures()
        cls.env.flush_all()

    @classmethod
    def _make_deals(cls):
        cls._create_lead(cls.user_seller, cls.team_kpi)
        cls._create_won(cls.user_seller, cls.team_kpi, amount=900)
        cls._create_lead(cls.user_seller, cls.team_kpi).action_set_lost()

    @classmethod
    def _make_order(cls):
        """A confirmed order of 250, and a quotation that is no turnover."""
        partner = cls.env["res.partner"].create({"name": "Customer of the Dashboard"})
        product = cls.env["product.product"].create({"name": "Hour", "type": "service"})
        orders = cls.env["sale.order"].create(
            [
                {
                    "company_id": cls.company.id,
                    "partner_id": partner.id,
                    "user_id": cls.user_seller.id,
                    "team_id": cls.team_kpi.id,
                    "order_line": [
                        Command.create(
                            {"product_id": product.id, "price_unit": price, "tax_ids": False}
                        )
                    ],
                }
                for price in (250, 1000)
            ]
        )
        orders[0].action_confirm()

    @classmethod
    def _make_figures(cls):
        """Stored figures of this month, as the engine leaves them."""
        person = {"user_id": cls.user_seller.id}
        for kpi, level, subject, total in (
            ("payments_received", "person", person, 640),
            ("payments_received", "group", {"group_id": cls.group.id}, 400),
            ("payments_received", "company", {}, 640),
            ("calls_logged", "person", person, 5),
            ("calls_logged", "team_person", {**person, "team_id": cls.team_kpi.id}, 5),
        ):
            cls._create_snapshot(
                cls.env.ref(f"crm_kpi_scorecard.kpi_{kpi}"),
                level=level,
                numerator=total,
                value=total,
                sample=total,
                date_from=fields.Date.today().replace(day=1),
                date_to=fields.Date.today(),
                **subject,
            )

    def _sources(self):
        """Everything the dashboard reads: name, model, domain, groups and what is added up."""
        for pivot in self.data["pivots"].values():
            groups = [row["fieldName"] for row in pivot["rows"]]
            groups += [f"{each['fieldName']}:month" for each in pivot["columns"]]
            measures = [each["fieldName"] for each in pivot["measures"]]
            yield f"pivot {pivot['id']}", pivot["model"], pivot["domain"], groups, measures
        for chart in odoo_charts(self.data):
            about, asked = chart["metaData"], chart["searchParams"]
            yield (
                chart["id"],
                about["resModel"],
                asked["domain"],
                asked["groupBy"],
                [about["measure"]],
            )
        for each in self.data["lists"].values():
            yield f"list {each['id']}", each["model"], each["domain"], [], ["__count"]

    def _read(self, user, source, more=()):
        """The totals of a source, as the browser of a user asks for them."""
        _name, model, domain, groups, measures = source
        records = self.env[model].with_user(user)
        records = records.with_context(allowed_company_ids=user.company_ids.ids)
        asked = [name if name == "__count" else f"{name}:sum" for name in measures]
        rows = records.formatted_read_group([*domain, *more], groups, asked)
        return [sum(row[name] or 0 for row in rows) for name in asked]
