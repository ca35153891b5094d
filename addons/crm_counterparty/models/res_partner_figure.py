# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import operator as operators

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Whoever sells or keeps the books sees figures; other colleagues see a contact as in core.
ACCOUNTANTS = ("account.group_account_invoice", "account.group_account_readonly")
READERS = ",".join(("sales_team.group_sale_salesman", *ACCOUNTANTS))
# Fields here, and the measures of ``crm.party.figure`` they show.
MEASURES = {
    "client_turnover": "turnover",
    "client_turnover_previous": "turnover_previous",
    "client_turnover_total": "turnover_total",
    "client_debt": "debt",
    "counterparty_turnover": "billed",
    "counterparty_turnover_previous": "billed_previous",
    "counterparty_turnover_total": "billed_total",
    "counterparty_debt": "billed_debt",
    "client_last_invoice_date": "last_invoice_date",
    "client_last_contact": "last_contact",
}
COMPARISONS = {
    "<": SQL("<"), "<=": SQL("<="), ">": SQL(">"), ">=": SQL(">="),
    "in": SQL("= ANY"), "not in": SQL("<> ALL"),
}  # fmt: skip
COMPARED = {
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
    "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
}


def money(name, string, text):
    """A figure in the currency of the user's company."""
    return fields.Monetary(
        string,
        currency_field="figure_currency_id",
        compute="_compute_figures",
        search=lambda self, operator, value: self._search_figure(name, operator, value),
        groups=READERS,
        help=text,
    )


class ResPartner(models.Model):
    """Figures of clients and counterparties, from ``crm.party.figure``; nothing is stored here.

    They are those of the company the user works in, with its branches, and true when they are read.
    """

    _inherit = "res.partner"

    figure_currency_id = fields.Many2one("res.currency", compute="_compute_figure_currency")
    client_turnover = money(
        "client_turnover", "Turnover", "Invoiced for this client this fiscal year, without tax."
    )
    client_turnover_previous = money(
        "client_turnover_previous", "Turnover Last Year", "Invoiced in the fiscal year before."
    )
    client_turnover_total = money(
        "client_turnover_total", "Turnover of All Years", "Invoiced for this client ever."
    )
    client_debt = money(
        "client_debt", "Debt", "What is not paid yet of what served this client, due or not."
    )
    counterparty_turnover = money(
        "counterparty_turnover", "Invoiced to This Entity", "Made out to it this fiscal year."
    )
    counterparty_turnover_previous = money(
        "counterparty_turnover_previous", "Invoiced to This Entity Last Year", "The year before."
    )
    counterparty_turnover_total = money(
        "counterparty_turnover_total", "Invoiced to This Entity in All Years", "Made out ever."
    )
    counterparty_debt = money(
        "counterparty_debt", "Debt of This Entity", "What was made out to it and is not paid yet."
    )
    client_last_invoice_date = fields.Date(
        "Last Invoice", compute="_compute_figures", groups=READERS
    )
    client_last_contact = fields.Datetime(
        "Last Contact",
        compute="_compute_figures",
        search="_search_last_contact",
        groups=READERS,
        help="The last letter, call, meeting or confirmed order; notes among us do not count.",
    )

    def write(self, vals):
        """Who gets another commercial entity takes his deals and orders along."""
        if vals.keys().isdisjoint(("parent_id", "is_company")):
            return super().write(vals)
        # Deals and orders that name no client follow the commercial entity.
        dirty = self.env["crm.party.figure.dirty"]
        dirty._mark(self | self.commercial_partner_id)
        result = super().write(vals)
        dirty._mark(self.commercial_partner_id)
        return result

    @api.depends_context("company")
    def _compute_figure_currency(self):
        self.figure_currency_id = self.env.company.currency_id

    @api.model
    def _figure_measures(self):
        """Fields of a partner, and the measures of ``crm.party.figure`` they show."""
        return MEASURES

    def _with_figures(self):
        """Of these, whose figures the user may see: sales has no business with suppliers."""
        if self.env.su or self._keeps_books():
            return self
        return self.filtered(lambda partner: not partner.outside_sales)

    @api.model
    def _keeps_books(self):
        return any(self.env.user.has_group(group) for group in ACCOUNTANTS)

    @api.model
    def _figure_companies(self):
        """The company the user works in, and its branches that he has ticked."""
        path = self.env.company.sudo().parent_path
        return self.env.companies.filtered(
            lambda company: company.sudo().parent_path.startswith(path)
        )

    @api.depends_context("company", "allowed_company_ids", "uid")
    def _compute_figures(self):
        saved = self.filtered("id")._origin._with_figures()
        figure = self.env["crm.party.figure"].sudo()
        found = figure.figures_of(saved, self._figure_companies())
        for partner in self:
            figures = found.get(partner._origin.id, {})
            for name, measure in self._figure_measures().items():
                partner[name] = figures.get(measure, False)

    @api.model
    def _search_figure(self, name, operator, value):
        """By what is stored: the few that changed in the last minutes follow with the refresh."""
        if operator not in COMPARISONS:
            return NotImplemented
        value = [each or 0.0 for each in value] if operator.endswith("in") else value
        condition = SQL("%s (%s)", COMPARISONS[operator], value)
        matching = SQL(
            "SELECT partner_id FROM crm_party_figure WHERE company_id = ANY(%s)"
            " GROUP BY partner_id HAVING %s (SUM(%s) %s)",
            self._figure_companies().ids,
            # Who has no row has sold nothing and owes nothing.
            SQL("NOT") if COMPARED[operator](0.0, value) else SQL(),
            SQL.identifier(MEASURES[name]),
            condition,
        )
        inside = "not in" if COMPARED[operator](0.0, value) else "in"
        return Domain("id", inside, matching) & self._figure_searched()

    @api.model
    def _figure_searched(self):
        """Nobody learns by searching what he would not be shown."""
        return Domain.TRUE if self._keeps_books() else ~self._outside_sales_domain()

    @api.model
    def _search_last_contact(self, operator, value):
        """Not met since a day: those of whom we know no contact at all, too."""
        if operator not in ("<", "<=", ">", ">=") and (operator, value) != ("in", {False}):
            return NotImplemented
        rows = Domain("company_id", "in", self._figure_companies().ids)
        later = {"<": ">=", "<=": ">", "in": "!="}.get(operator)
        rows &= Domain("last_contact", later or operator, False if operator == "in" else value)
        figures = self.env["crm.party.figure"].sudo()._search(rows)
        inside = "not in" if later else "in"
        return Domain("id", inside, figures.subselect("partner_id")) & self._figure_searched()
