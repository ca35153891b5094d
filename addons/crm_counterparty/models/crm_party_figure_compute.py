# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .crm_party_figure import LATEST, SUMS

FIGURES = SQL(", ").join(SQL.identifier(name) for name in (*SUMS, *LATEST))
SALES = SQL("move_type IN ('out_invoice', 'out_refund', 'out_receipt')")
# An open document of a client; the words of an index (see ``account.move``).
OPEN_OF_CLIENT = SQL("client_id IS NOT NULL AND amount_residual_signed <> 0 AND %s", SALES)
# What the statement below reads of core's tables.
READ = {
    "account.move": (
        "client_id", "commercial_partner_id", "company_id", "state", "move_type", "invoice_date",
        "amount_untaxed_signed", "amount_residual_signed",
    ),
    "account.move.line": (
        "move_id", "partner_id", "company_id", "account_id", "parent_state", "reconciled",
        "amount_residual", "date_maturity",
    ),
    "account.account": ("account_type",),
}  # fmt: skip

STATEMENT = """
    WITH period(company_id, start, next, previous) AS %(periods)s,
    sold AS MATERIALIZED (%(sold)s),
    owed AS MATERIALIZED (%(owed)s),
    met AS MATERIALIZED (%(met)s)
    SELECT partner.id AS partner_id, period.company_id, period.start AS period_start,
           COALESCE(turnover, 0) AS turnover,
           COALESCE(turnover_previous, 0) AS turnover_previous,
           COALESCE(turnover_total, 0) AS turnover_total,
           COALESCE(debt, 0) AS debt, COALESCE(billed, 0) AS billed,
           COALESCE(billed_previous, 0) AS billed_previous,
           COALESCE(billed_total, 0) AS billed_total,
           COALESCE(billed_debt, 0) AS billed_debt, last_invoice_date,
           GREATEST(here.at, anywhere.at) AS last_contact,
           (sold.partner_id IS NOT NULL OR owed.partner_id IS NOT NULL
            OR here.at IS NOT NULL
            OR (anywhere.at IS NOT NULL
                AND COALESCE(partner.company_id, period.company_id) = period.company_id)
           ) AS is_known
      FROM res_partner partner
      CROSS JOIN period
      LEFT JOIN sold ON sold.partner_id = partner.id AND sold.company_id = period.company_id
      LEFT JOIN owed ON owed.partner_id = partner.id AND owed.company_id = period.company_id
      LEFT JOIN met here
        ON here.partner_id = partner.id AND here.company_id = period.company_id
      LEFT JOIN met anywhere
        ON anywhere.partner_id = partner.id AND anywhere.company_id IS NULL
     WHERE partner.id = ANY(%(partners)s)
"""


class CrmPartyFigure(models.Model):
    """One statement computes the figures of any number of partners."""

    _inherit = "crm.party.figure"

    @api.model
    def _periods(self, companies):
        """``(company, this year's first day, next year's, last year's)`` as rows of SQL."""
        today = fields.Date.context_today(self)
        rows = []
        for company in companies.sudo():
            this = company.compute_fiscalyear_dates(today)
            last = company.compute_fiscalyear_dates(this["date_from"] - timedelta(days=1))
            rows.append(
                SQL(
                    "(%s, %s::date, %s::date, %s::date)",
                    company.id, this["date_from"], this["date_to"] + timedelta(days=1),
                    last["date_from"],
                )
            )  # fmt: skip
        return SQL("(VALUES %s)", SQL(", ").join(rows))

    @api.model
    def _stored(self, partner_ids, companies):
        """The rows that hold: of this fiscal year, and of partners that nobody marked."""
        self.env["crm.party.figure.dirty"]._flush_marks()
        return self._rows(
            SQL(
                """
                SELECT f.partner_id, f.company_id, %s
                  FROM crm_party_figure f
                  JOIN %s AS period(company_id, start, next, previous)
                    ON period.company_id = f.company_id AND period.start = f.period_start
                 WHERE f.partner_id = ANY(%s)
                   AND NOT EXISTS (SELECT FROM crm_party_figure_dirty d
                                    WHERE d.partner_id = f.partner_id)
                """,
                FIGURES, self._periods(companies), partner_ids,
            )
        )  # fmt: skip

    @api.model
    def _computed(self, partner_ids, companies):
        """The same figures from the documents themselves; nothing for who has none."""
        return self._rows(self._statement(partner_ids, companies))

    @api.model
    def _flush_read(self):
        """What the statements read is written down first."""
        for model, names in READ.items():
            self.env[model].flush_model(names)

    def _rows(self, statement):
        self.env.cr.execute(statement)
        return self.env.cr.dictfetchall()

    @api.model
    def _statement(self, partner_ids, companies):
        """SQL: partner, company, first day of the year and figures.

        Facts that belong to no company (a letter to a shared partner) count in each.
        """
        self._flush_read()
        return SQL(
            STATEMENT,
            periods=self._periods(companies),
            sold=self._sql_sold(partner_ids),
            owed=self._sql_owed(partner_ids),
            met=self._sql_met(partner_ids),
            partners=partner_ids,
        )

    @api.model
    def _sql_documents(self, partner_ids):
        """SQL: posted sales documents of partners, each once as served and once as billed.

        Amounts without tax, in company currency at the document's own date, as core booked them;
        a document that names no client served its commercial partner.
        """
        return SQL(
            """
            SELECT client_id AS partner_id, commercial_partner_id AS payer_id, company_id,
                   invoice_date, amount_untaxed_signed AS amount, TRUE AS served, FALSE AS billed
              FROM account_move WHERE client_id = ANY(%(partners)s) AND %(posted)s
             UNION ALL
            SELECT commercial_partner_id, commercial_partner_id, company_id,
                   invoice_date, amount_untaxed_signed, client_id IS NULL, TRUE
              FROM account_move WHERE commercial_partner_id = ANY(%(partners)s) AND %(posted)s
            """,
            partners=partner_ids,
            posted=SQL("state = 'posted' AND %s", SALES),
        )

    @api.model
    def _sql_sold(self, partner_ids):
        """SQL: turnover by partner and company."""
        return SQL(
            """
            SELECT partner_id, company_id,
                   SUM(amount) FILTER (WHERE served AND this) AS turnover,
                   SUM(amount) FILTER (WHERE served AND last) AS turnover_previous,
                   SUM(amount) FILTER (WHERE served) AS turnover_total,
                   SUM(amount) FILTER (WHERE billed AND this) AS billed,
                   SUM(amount) FILTER (WHERE billed AND last) AS billed_previous,
                   SUM(amount) FILTER (WHERE billed) AS billed_total,
                   MAX(invoice_date) AS last_invoice_date
              FROM (SELECT document.*, invoice_date >= start AND invoice_date < next AS this,
                           invoice_date >= previous AND invoice_date < start AS last
                      FROM (%s) document JOIN period USING (company_id)) dated
             GROUP BY partner_id, company_id
            """,
            self._sql_documents(partner_ids),
        )

    @api.model
    def _sql_open_items(self, partner_ids):
        """SQL: what is not paid of partners, and what they paid on account (negative).

        Every open item counts once as served (what is no open document of a client served its
        payer) and once as billed; together they are what core calls the total receivable.
        """
        opened = SQL(
            """line.parent_state = 'posted' AND line.reconciled IS NOT TRUE
               AND line.account_id IN (SELECT id FROM account_account
                                        WHERE account_type = 'asset_receivable')"""
        )
        return SQL(
            """
            SELECT move.client_id AS partner_id, line.company_id, line.partner_id AS payer_id,
                   line.amount_residual AS amount,
                   COALESCE(line.date_maturity, line.date) AS due, TRUE AS served, FALSE AS billed
              FROM (SELECT id, client_id FROM account_move
                     WHERE client_id = ANY(%(partners)s) AND %(of_client)s) move
              JOIN account_move_line line ON line.move_id = move.id
             WHERE %(opened)s
             UNION ALL
            SELECT line.partner_id, line.company_id, line.partner_id, line.amount_residual,
                   COALESCE(line.date_maturity, line.date), (%(of_client)s) IS NOT TRUE, TRUE
              FROM account_move_line line
              JOIN (SELECT id AS open_id, client_id, amount_residual_signed, move_type
                      FROM account_move) move ON open_id = line.move_id
             WHERE line.partner_id = ANY(%(partners)s) AND %(opened)s
            """,
            partners=partner_ids,
            opened=opened,
            of_client=OPEN_OF_CLIENT,
        )

    @api.model
    def _sql_owed(self, partner_ids):
        """SQL: debt by partner and company."""
        return SQL(
            """
            SELECT partner_id, company_id, SUM(amount) FILTER (WHERE served) AS debt,
                   SUM(amount) FILTER (WHERE billed) AS billed_debt
              FROM (%s) item GROUP BY partner_id, company_id
            """,
            self._sql_open_items(partner_ids),
        )

    @api.private
    def pairs_of(self, clients, companies):
        """``{(client id, legal entity id): (turnover this year, debt)}``, in one query."""
        self._flush_read()
        query = SQL(
            """
            WITH period(company_id, start, next, previous) AS %(periods)s
            SELECT client_id, payer_id, SUM(sold), SUM(owed) FROM (
                SELECT partner_id AS client_id, payer_id, amount AS sold, 0 AS owed
                  FROM (%(documents)s) document JOIN period USING (company_id)
                 WHERE served AND invoice_date >= start AND invoice_date < next
                 UNION ALL
                SELECT partner_id, payer_id, 0, amount
                  FROM (%(items)s) item JOIN period USING (company_id) WHERE served
            ) part GROUP BY client_id, payer_id
            """,
            periods=self._periods(companies),
            documents=self._sql_documents(clients.ids),
            items=self._sql_open_items(clients.ids),
        )
        return {
            (client_id, payer_id): (float(sold), float(owed))
            for client_id, payer_id, sold, owed in self.env.execute_query(query)
        }
