# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

from ..tools.overdue import LimitUse, OpenItem

ITEM_FIELDS = (
    "account_id", "amount_residual", "company_id", "date", "date_maturity", "parent_state",
    "partner_id", "reconciled",
)  # fmt: skip


class CrmCreditPolicy(models.Model):
    """What customers owe, read from the books by a fixed number of statements."""

    _inherit = "crm.credit.policy"

    def _open_items(self, partners=None):
        """Return the open receivable items of the company, or only those of these customers.

        The company of an item is the company of its line, not of the branch above it.

        :param partners: commercial partners
        """
        self.ensure_one()
        self.env["account.move.line"].flush_model(ITEM_FIELDS)
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT line.id, partner.commercial_partner_id,
                          COALESCE(line.date_maturity, line.date), line.amount_residual
                     FROM account_move_line line
                     JOIN account_account account ON account.id = line.account_id
                     JOIN res_partner partner ON partner.id = line.partner_id
                    WHERE account.account_type = 'asset_receivable'
                      AND line.reconciled IS NOT TRUE
                      AND line.parent_state = 'posted'
                      AND line.amount_residual <> 0
                      AND line.company_id = %s AND %s""",
                self.company_id.id,
                SQL("partner.commercial_partner_id = ANY(%s)", partners.ids)
                if partners is not None
                else SQL("TRUE"),
            )
        )
        return [
            OpenItem(line, (partner, self.company_id.id), due, residual)
            for line, partner, due, residual in rows
        ]

    def _uninvoiced(self, partners, apart):
        """Return ``{customer id: amount}`` of confirmed orders, as far as they are not invoiced.

        What counts is posted invoices, by amount: down payments and drafts need no special case.
        The customer is the one whom the invoice is made out to.

        :param partners: a subquery or the ids of commercial partners
        :param apart: ids of orders that are not counted
        """
        self.ensure_one()
        self.env["sale.order"].flush_model()
        self.env["sale.order.line"].flush_model(["order_id", "invoice_lines"])
        self.env["account.move.line"].flush_model(["price_total", "move_id"])
        self.env["account.move"].flush_model(["state", "company_id", "move_type"])
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT payer.commercial_partner_id,
                              SUM(GREATEST(orders.amount_total - COALESCE(invoiced.total, 0), 0)
                                  / COALESCE(NULLIF(orders.currency_rate, 0), 1))
                         FROM sale_order orders
                         JOIN res_partner payer ON payer.id = orders.partner_invoice_id
                         LEFT JOIN LATERAL (%(invoiced)s) invoiced ON TRUE
                        WHERE orders.state = 'sale' AND orders.company_id = %(company)s
                          AND orders.id <> ALL(%(apart)s)
                          AND payer.commercial_partner_id IN %(partners)s
                          AND (orders.invoice_status IS DISTINCT FROM 'invoiced'
                               OR orders.id IN (%(in_draft)s))
                        GROUP BY payer.commercial_partner_id""",
                    invoiced=self._invoiced(),
                    in_draft=self._in_draft(),
                    company=self.company_id.id,
                    apart=list(apart),
                    partners=partners,
                )
            )
        )

    def _invoiced(self):
        """Return the subquery of what is invoiced of one order."""
        return SQL(
            """SELECT SUM(CASE WHEN move.move_type = 'out_refund' THEN -item.price_total
                               ELSE item.price_total END) AS total
                 FROM sale_order_line line
                 JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
                 JOIN account_move_line item ON item.id = link.invoice_line_id
                 JOIN account_move move ON move.id = item.move_id
                WHERE line.order_id = orders.id AND move.state = 'posted'"""
        )

    def _in_draft(self):
        """Return the subquery of orders with invoices that are not posted; there are few."""
        return SQL(
            """SELECT line.order_id
                 FROM account_move move
                 JOIN account_move_line item ON item.move_id = move.id
                 JOIN sale_order_line_invoice_rel link ON link.invoice_line_id = item.id
                 JOIN sale_order_line line ON line.id = link.order_line_id
                WHERE move.state = 'draft' AND move.company_id = %s
                  AND move.move_type IN ('out_invoice', 'out_refund')""",
            self.company_id.id,
        )

    def _limits(self, partners):
        """Return ``{customer: limit}`` of those who have one."""
        self.ensure_one()
        known = partners.sudo().with_company(self.company_id)
        return {
            partner: limited.credit_limit
            for partner, limited in zip(partners, known, strict=True)
            if limited.credit_limit > 0
        }

    def _limit_uses(self, receivable):
        """Return ``{customer id: LimitUse}`` of all customers with a limit who owe or ordered.

        :param receivable: ``{customer id: what is open}``
        """
        self.ensure_one()
        if not self.stops_over_limit:
            return {}
        partner_model = self.env["res.partner"].sudo().with_company(self.company_id)
        limited = partner_model.with_context(active_test=False)._search([("credit_limit", ">", 0)])
        ordered = self._uninvoiced(SQL("(%s)", limited.select()), apart=[])
        limits = self._limits(partner_model.browse(receivable.keys() | ordered.keys()))
        rounding = self.currency_id.rounding
        return {
            partner.id: LimitUse(
                limit,
                receivable.get(partner.id, 0.0),
                ordered.get(partner.id, 0.0),
                rounding=rounding,
            )
            for partner, limit in limits.items()
        }
