# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

FIGURES = "account.group_account_invoice,account.group_account_readonly"


class CrmCreditStop(models.Model):
    """A customer on a company's stop-list: since when and why; figures are for accountants.

    Written by the check of the credit policy only. Rows that were lifted stay as history.
    """

    _name = "crm.credit.stop"
    _description = "Stop-List"
    _order = "lifted_at DESC NULLS FIRST, since DESC, id DESC"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="partner_id.user_id")
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    reason = fields.Selection(
        [
            ("overdue", "Overdue Invoices"),
            ("limit", "Over the Credit Limit"),
            ("both", "Overdue and Over the Limit"),
        ],
        required=True,
    )
    since = fields.Datetime(required=True, default=fields.Datetime.now)
    lifted_at = fields.Datetime("Lifted")
    open_amount = fields.Monetary("Open", groups=FIGURES)
    overdue_amount = fields.Monetary("Overdue", groups=FIGURES)
    late_days = fields.Integer("Days Overdue", groups=FIGURES, aggregator="max")
    exception_until = fields.Date(compute="_compute_exception_until", compute_sudo=True)

    _open_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE lifted_at IS NULL",
        "A customer is on the stop-list of a company once.",
    )

    @api.depends("partner_id", "company_id", "lifted_at")
    def _compute_exception_until(self):
        current = self.filtered(lambda stop: not stop.lifted_at)
        (self - current).exception_until = False
        pardons = self.env["crm.credit.pardon"]._ends(current.partner_id, current.company_id)
        for stop in current:
            stop.exception_until = pardons.get((stop.partner_id, stop.company_id))

    @api.model
    def _open_ones(self, partners, companies):
        """Return ``{(customer, company): stop}`` of these, by one query."""
        stops = self.sudo().search(
            Domain("partner_id", "in", partners.ids)
            & Domain("company_id", "in", companies.ids)
            & Domain("lifted_at", "=", False)
        )
        return {(stop.partner_id, stop.company_id): stop for stop in stops}

    def action_grant_exception(self):
        """Open the form of an exception for this customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exception"),
            "res_model": "crm.credit.pardon",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
            },
        }

    @api.model
    def _settle_merge(self, sources, target):
        """Leave one open row for each company when customers become one: the target's, if any."""
        stops = self.sudo().search(
            Domain("partner_id", "in", (sources | target).ids) & Domain("lifted_at", "=", False)
        )
        for of_company in stops.grouped("company_id").values():
            kept = of_company.sorted(lambda stop: (stop.partner_id != target, stop.since))[:1]
            (of_company - kept).lifted_at = fields.Datetime.now()
        stops.flush_recordset()
