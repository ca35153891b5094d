# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.overdue import Policy


class CrmCreditPolicy(models.Model):
    """When a company stops a customer's orders, and how it reminds him of what he owes."""

    _name = "crm.credit.policy"
    _description = "Credit Policy"
    _order = "company_id, id"
    _rec_name = "company_id"

    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    days = fields.Integer(
        "More Than",
        default=30,
        required=True,
        help="A customer is stopped by what is overdue by more days than this.",
    )
    amount = fields.Monetary(
        "At Least",
        default=1000,
        help="Customers who owe less than this for so long are not stopped.",
    )
    stops_over_limit = fields.Boolean(
        "Credit Limit",
        default=True,
        help="Stop customers whose open invoices, confirmed orders that are not invoiced yet, and"
        " the order to be confirmed are together more than their credit limit.",
    )
    responsible_id = fields.Many2one(
        "res.users",
        index=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Whom salespeople ask for an exception. Also told of paid orders of stopped customers"
        " when their team has no leader.",
    )
    letter_ids = fields.One2many("crm.credit.letter", "policy_id")
    letter_amount = fields.Monetary(
        "Smallest Debt",
        help="Customers who owe less than this in overdue invoices get no reminder letters.",
    )
    checked_at = fields.Datetime("Last Checked", readonly=True, copy=False)
    error = fields.Char("Last Check Failed", readonly=True, copy=False)
    stop_count = fields.Integer("Customers on the Stop-List", compute="_compute_stop_count")

    _company_uniq = models.UniqueIndex(
        "(company_id) WHERE active", "A company has one credit policy: change the one it has."
    )
    _days_check = models.Constraint("CHECK (days >= 0)", "The days overdue cannot be negative.")

    def _compute_stop_count(self):
        counts = dict(
            self.env["crm.credit.stop"]._read_group(
                Domain("company_id", "in", self.company_id.ids) & Domain("lifted_at", "=", False),
                ["company_id"],
                ["__count"],
            )
        )
        for policy in self:
            policy.stop_count = counts.get(policy.company_id, 0)

    @api.constrains("amount", "letter_amount")
    def _check_amounts(self):
        if any(policy.amount < 0 or policy.letter_amount < 0 for policy in self):
            raise ValidationError(self.env._("Amounts of a credit policy cannot be negative."))

    @api.model_create_multi
    def create(self, vals_list):
        """The first policy of a company is checked soon, not only at night."""
        policies = super().create(vals_list)
        self._apply_soon()
        return policies

    def write(self, vals):
        """What a policy says now is applied soon."""
        result = super().write(vals)
        if vals.keys() - {"checked_at", "error"}:
            self._apply_soon()
        return result

    def unlink(self):
        """Without a policy nobody is stopped."""
        result = super().unlink()
        self._apply_soon()
        return result

    @api.model
    def _apply_soon(self):
        """Forget which policies are in force, and have all customers looked at."""
        # Now, for this transaction; and once it is written, since another thread may have read
        # meanwhile what was in force before.
        self.env.registry.clear_cache()
        self.env.cr.postcommit.add(self.env.registry.clear_cache)
        self._check_soon()

    @api.model
    @tools.ormcache()
    def _by_company(self):
        """Return the policies in force, by company: ids, so that they can be kept."""
        policies = self.sudo().search(Domain("active", "=", True))
        return {policy.company_id.id: policy.id for policy in policies}

    @api.model
    def _of(self, companies):
        """Return ``{company: its policy}``; companies without one are left out. No query."""
        known = self._by_company()
        return {
            company: self.sudo().browse(known[company.id])
            for company in companies
            if company.id in known
        }

    @api.model
    def _check_soon(self):
        """Have all customers looked at again, once this transaction is through."""
        self.env.ref("crm_stage_automation.cron_credit").sudo()._trigger()

    def action_check_now(self):
        """Ask for a check; it runs in the background."""
        self.check_access("write")
        self.sudo()._check_soon()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("All customers are looked at in the next minute."),
            },
        }

    def action_open_stops(self):
        """Open the stop-list of the company."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_stage_automation.action_credit_stop"
        )
        return action | {"domain": [("company_id", "in", self.company_id.ids)]}

    def _as_plain(self):
        """Return the policy as the pure logic takes it."""
        self.ensure_one()
        return Policy(self.days, self.amount, self.currency_id.rounding)

    def _today(self):
        """Return the date at the company: in the time zone of its working hours."""
        self.ensure_one()
        return self.company_id._working_date(fields.Datetime.now())
