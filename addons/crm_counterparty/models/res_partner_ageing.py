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
        compute="_compute_ageing",
        groups=READERS,
        help="What should have been paid before today, of what served this client.",
    )
    client_ageing = fields.Json("Age of the Debt", compute="_compute_ageing", groups=READERS)
    counterparty_overdue = fields.Monetary(
        "Overdue of This Entity",
        currency_field="figure_currency_id",
        compute="_compute_ageing",
        groups=READERS,
    )
    client_turnover_months = fields.Json(
        "Turnover by Month", compute="_compute_turnover_months", groups=READERS
    )

    @api.depends_context("company", "allowed_company_ids", "uid", "tz")
    def _compute_ageing(self):
        """``client_ageing``: amounts by age, which together are the debt.

        ``credit`` is what was paid or credited without saying for which invoice.
        """
        found = self._ageing()
        for partner in self:
            ages = found.get(partner._origin.id, {})
            partner.client_ageing = {name: ages.get(name, 0.0) for name in BUCKETS}
            partner.client_overdue = sum(ages.get(name, 0.0) for name in BUCKETS[2:])
            partner.counterparty_overdue = ages.get("billed_overdue", 0.0)

    def _ageing(self):
        """``{partner id: {bucket: amount}}`` of what is open, in one query."""
        saved = self.filtered("id")._origin._with_figures()
        if not saved:
            return {}
        figure = self.env["crm.party.figure"].sudo()
        figure._flush_read()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, CASE WHEN amount < 0 THEN 'credit'
                                        WHEN days <= 0 THEN 'not_due'
                                        WHEN days <= 30 THEN 'd30' WHEN days <= 60 THEN 'd60'
                                        WHEN days <= 90 THEN 'd90' ELSE 'older' END AS bucket,
                       SUM(amount) FILTER (WHERE served),
                       SUM(amount) FILTER (WHERE billed AND amount > 0 AND days > 0)
                  FROM (SELECT item.*, %s::date - due AS days FROM (%s) item
                         WHERE company_id = ANY(%s)) aged
                 GROUP BY partner_id, bucket
                """,
                fields.Date.context_today(self),
                figure._sql_open_items(saved.ids),
                self._figure_companies().ids,
            )
        )
        found = {partner_id: {} for partner_id in saved.ids}
        for partner_id, bucket, served, billed_overdue in rows:
            ages = found[partner_id]
            ages[bucket] = float(served or 0)
            ages["billed_overdue"] = ages.get("billed_overdue", 0.0) + float(billed_overdue or 0)
        return found

    @api.depends_context("company", "allowed_company_ids", "uid", "tz")
    def _compute_turnover_months(self):
        """``[["2026-01-01", 1200.0], …]``: twelve months up to this one, for a small chart."""
        this_month = fields.Date.context_today(self).replace(day=1)
        months = [this_month - relativedelta(months=ago) for ago in range(MONTHS - 1, -1, -1)]
        found = self._turnover_by_month(months[0], this_month + relativedelta(months=1))
        for partner in self:
            partner.client_turnover_months = [
                [month.isoformat(), found.get((partner._origin.id, month), 0.0)] for month in months
            ]

    def _turnover_by_month(self, since, until):
        """``{(partner id, first of month): amount}`` of invoices since a day, before another."""
        saved = self.filtered("id")._origin._with_figures()
        if not saved:
            return {}
        figure = self.env["crm.party.figure"].sudo()
        figure._flush_read()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, date_trunc('month', invoice_date)::date AS month, SUM(amount)
                  FROM (%s) document
                 WHERE served AND invoice_date >= %s AND invoice_date < %s AND company_id = ANY(%s)
                 GROUP BY partner_id, month
                """,
                figure._sql_documents(saved.ids), since, until, self._figure_companies().ids,
            )
        )  # fmt: skip
        return {(partner_id, month): float(amount) for partner_id, month, amount in rows}
