# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

SUMS = (
    "turnover", "turnover_previous", "turnover_total", "debt",
    "billed", "billed_previous", "billed_total", "billed_debt",
)  # fmt: skip
LATEST = ("last_invoice_date", "last_contact")


class CrmPartyFigure(models.Model):
    """What was sold to a partner and what he owes, in one company and its currency.

    Twice, for a partner may be both: as a *client* (turnover, debt: what served him, whoever was
    invoiced) and as a *counterparty* (billed: what was made out to him, whomever it served).
    Every invoice counts once as turnover and once as billed.

    Nobody's transaction writes here. It leaves marks (``crm.party.figure.dirty``); the refresh
    works them off. Who reads gets what is true at this moment: a marked row is not looked at,
    its figures are computed by the statement the refresh uses. The rows are there for lists that
    are sorted, searched and grouped.
    """

    _name = "crm.party.figure"
    _description = "Turnover and Debt"
    _rec_name = "partner_id"
    _order = "turnover DESC, id"
    _log_access = False

    partner_id = fields.Many2one("res.partner", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(related="partner_id.user_id", string="Person in Charge")
    is_client = fields.Boolean(related="partner_id.is_client")
    period_start = fields.Date("Year Began On", readonly=True)
    turnover = fields.Monetary(readonly=True, help="Invoiced this fiscal year, without tax.")
    turnover_previous = fields.Monetary("Turnover Last Year", readonly=True)
    turnover_total = fields.Monetary("Turnover of All Years", readonly=True)
    debt = fields.Monetary(readonly=True, help="What is to be paid, due or not.")
    billed = fields.Monetary(
        "Made Out to Him", readonly=True, help="Invoices to this legal entity, this fiscal year."
    )
    billed_previous = fields.Monetary("Made Out to Him Last Year", readonly=True)
    billed_total = fields.Monetary("Made Out to Him in All Years", readonly=True)
    billed_debt = fields.Monetary("Debt of This Legal Entity", readonly=True)
    last_invoice_date = fields.Date("Last Invoice", readonly=True)
    last_contact = fields.Datetime(readonly=True)

    # Core's merge of contacts sees it, and drops the rows of the contact that goes.
    _partner_company_uniq = models.Constraint(
        "UNIQUE(partner_id, company_id)", "A partner has one row of figures in a company."
    )

    @api.private
    def figures_of(self, partners, companies):
        """What is true now: ``{partner id: {measure: value}}``, summed over the companies.

        One query for what is stored, one more for what is marked, missing or of another year,
        however many partners there are.

        :param companies: companies of one currency
        """
        found = {partner_id: dict.fromkeys((*SUMS, *LATEST), False) for partner_id in partners.ids}
        if not found or not companies:
            return found
        stored = self._stored(partners.ids, companies)
        rest = list(set(partners.ids) - {row["partner_id"] for row in stored})
        for row in stored + (self._computed(rest, companies) if rest else []):
            figures = found[row["partner_id"]]
            for measure in SUMS:
                figures[measure] = (figures[measure] or 0.0) + float(row[measure] or 0)
            for measure in LATEST:
                if row[measure] and (not figures[measure] or row[measure] > figures[measure]):
                    figures[measure] = row[measure]
        return found
