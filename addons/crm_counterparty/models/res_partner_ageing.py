# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .res_partner_figure import READERS

# Days past due, as accountants are used to.
BUCKETS = ("credit", "not_due", "d30", "d60", "d90", "older")
MONTHS = 12


class ResPartner(models.Model):
    """What depends on today is computed when it is read: how old a debt is, the last months."""

    _inherit = "res.partner"

    client_overdue = fields.Monetary(
        "Overdue",
        currency_field="figure_currency_id",
        compute="_compute_today",
        groups=READERS,
        help="What should have been paid before today, of what served this client.",
    )
    client_ageing = fields.Json("Age of the Debt", compute="_compute_today", groups=READERS)
    counterparty_overdue = fields.Monetary(
        "Overdue of This Entity",
        currency_field="figure_currency_id",
        compute="_compute_today",
        groups=READERS,
    )
    client_turnover_months = fields.Json(
        "Turnover by Month", compute="_compute_today", groups=READERS
    )

    @api.depends_context("company", "allowed_company_ids", "uid", "tz")
    def _compute_today(self):
        """``client_ageing``: amounts by age, which together are the debt.

        ``credit`` is what was paid or credited without saying for which invoice.
        ``client_turnover_months``: ``[["2026-01-01", 1200.0], …]``, twelve months up to this one,
        for a small chart.
        """
        today = fields.Date.context_today(self)
        months = [
            today.replace(day=1) - relativedelta(months=ago) for ago in range(MONTHS - 1, -1, -1)
        ]
        ages, billed_overdue, turnover = self._figures_today(today, months[0])
        for partner in self:
            partner_id = partner._origin.id
            own = {name: ages.get((partner_id, name), 0.0) for name in BUCKETS}
            partner.client_ageing = own
            partner.client_overdue = sum(own[name] for name in BUCKETS[2:])
            partner.counterparty_overdue = billed_overdue.get(partner_id, 0.0)
            partner.client_turnover_months = [
                [month.isoformat(), turnover.get((partner_id, month), 0.0)] for month in months
            ]

    def _figures_today(self, today, since):
        """What is open by age, and the turnover by month since a day, in one query.

        :return: ``{(partner id, bucket): amount}``, ``{partner id: overdue of what was made out to
            it}``, ``{(partner id, first of month): amount}``
        """
        ages, billed_overdue, turnover = {}, {}, {}
        saved = self.filtered("id")._origin._with_figures()
        if saved:
            self.env["crm.party.figure"].sudo()._flush_read()
            query = SQL(
                "%s UNION ALL %s",
                self._sql_ageing(saved.ids, today),
                self._sql_months(saved.ids, today, since),
            )
            for partner_id, bucket, month, served, overdue in self.env.execute_query(query):
                if month:
                    turnover[partner_id, month] = float(served)
                    continue
                ages[partner_id, bucket] = float(served or 0)
                billed_overdue[partner_id] = billed_overdue.get(partner_id, 0) + float(overdue or 0)
        return ages, billed_overdue, turnover

    def _sql_ageing(self, partner_ids, today):
        """SQL: what is open of these partners, by age."""
        return SQL(
            """
            SELECT partner_id, CASE WHEN amount < 0 THEN 'credit'
                                    WHEN days <= 0 THEN 'not_due'
                                    WHEN days <= 30 THEN 'd30' WHEN days <= 60 THEN 'd60'
                                    WHEN days <= 90 THEN 'd90' ELSE 'older' END AS bucket,
                   NULL::date AS month, SUM(amount) FILTER (WHERE served),
                   SUM(amount) FILTER (WHERE billed AND amount > 0 AND days > 0)
              FROM (SELECT item.*, %s::date - due AS days FROM (%s) item
                     WHERE company_id = ANY(%s)) aged
             GROUP BY partner_id, bucket
            """,
            today,
            self.env["crm.party.figure"]._sql_open_items(partner_ids),
            self._figure_companies().ids,
        )

    def _sql_months(self, partner_ids, today, since):
        """SQL: what was invoiced for these partners in each month since a day, up to this one."""
        return SQL(
            """
            SELECT partner_id, NULL, date_trunc('month', invoice_date)::date AS month,
                   SUM(amount), NULL
              FROM (%s) document
             WHERE served AND invoice_date >= %s AND invoice_date < %s AND company_id = ANY(%s)
             GROUP BY partner_id, month
            """,
            self.env["crm.party.figure"]._sql_documents(partner_ids),
            since,
            today.replace(day=1) + relativedelta(months=1),
            self._figure_companies().ids,
        )
