# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

CARD_FLAGS = {"crm.lead": "on_leads", "res.partner": "on_partners"}


class CrmDedupGuard(models.Model):
    """A rule of the administrator: when to warn of, or to refuse, what somebody types.

    Without such a rule nothing is ever refused; the panel on the forms shows what it finds.
    """

    _name = "crm.dedup.guard"
    _description = "Warning on Duplicates"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty: in every company.")
    group_ids = fields.Many2many(
        "res.groups",
        string="For the Groups",
        help="Only people of these groups are warned or refused. Empty: everybody.",
    )
    on_leads = fields.Boolean(string="Leads and Opportunities", default=True)
    on_partners = fields.Boolean(string="Customers and Contacts", default=True)
    scope = fields.Selection(
        [("screen", "Screens"), ("api", "Screens and programs (API)")],
        string="Where",
        default="screen",
        required=True,
        help="Requests from outside, imports and automatic actions are never refused.",
    )
    subject = fields.Selection(
        [
            ("card", "The person or company has a card already"),
            ("company", "A colleague works with the company"),
        ],
        string="When",
        default="card",
        required=True,
    )
    probability = fields.Float(
        string="Likely from",
        default=0.9,
        help="Only cards that are the same with at least this probability.",
    )
    relation = fields.Selection(
        [
            ("duplicate", "The same person or company"),
            ("any", "Also related ones (family, colleagues, branches)"),
        ],
        string="Which Cards",
        default="duplicate",
        required=True,
    )
    only_others = fields.Boolean(
        string="Only Cards of Colleagues",
        default=True,
        help="Cards that are one's own or nobody's raise no warning.",
    )
    open_deal_days = fields.Integer(
        string="Only with a Deal Moved Within (days)",
        help="Only if the colleague has an open lead or deal that was made or changed its stage "
        "in so many days. 0: whatever the state of the deals.",
    )
    action = fields.Selection(
        [("warn", "Warn"), ("block", "Refuse to save")], default="warn", required=True
    )
    message = fields.Text(
        translate=True,
        help="Added to the warning: what to do. {who} is the colleague, {card} the card (or "
        "“somebody else's card” for those who may not read it).",
    )

    @api.constrains("probability")
    def _check_probability(self):
        for guard in self:
            if not 0 <= guard.probability <= 1:
                raise ValidationError(self.env._("The probability lies between 0 % and 100 %."))

    @api.constrains("open_deal_days")
    def _check_open_deal_days(self):
        if any(guard.open_deal_days < 0 for guard in self):
            raise ValidationError(self.env._("The days cannot be negative."))

    # ------------------------------------------------------------------
    # Which rules are asked
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """A new rule holds at once, for every worker."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """A changed rule holds at once."""
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """A deleted rule is gone at once."""
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache()
    def _rules_in_short(self):
        """``(id, company, groups, scope, action, on leads, on customers)`` of all active ones."""
        return [
            (
                guard.id,
                guard.company_id.id,
                frozenset(guard.group_ids.ids),
                guard.scope,
                guard.action,
                guard.on_leads,
                guard.on_partners,
            )
            for guard in self.sudo().search([])
        ]

    @api.model
    def _for_user(self, model_name, scopes=("screen", "api"), actions=("warn", "block")):
        """The rules that hold for the acting user and a model; no query when there is none.

        :param model_name: ``crm.lead`` or ``res.partner``
        :param scopes: values of ``scope`` that count
        :param actions: values of ``action`` that count
        """
        groups = set(self.env.user.all_group_ids.ids)
        companies = {False, *self.env.companies.ids}
        position = 5 + list(CARD_FLAGS).index(model_name)
        return self.sudo().browse(
            rule[0]
            for rule in self._rules_in_short()
            if rule[1] in companies
            and (not rule[2] or not rule[2].isdisjoint(groups))
            and rule[3] in scopes
            and rule[4] in actions
            and rule[position]
        )
