# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.linkage.rules import DEFAULT_RULES

KINDS = [
    ("person", "Person's name"),
    ("company", "Company's name"),
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("tax_number", "Tax number"),
    ("website", "Website"),
    ("street", "Street"),
    ("city", "City"),
    ("zip", "Postcode"),
    ("country", "Country"),
    ("exact", "Exact"),
    ("normalised", "Same letters and figures"),
    ("phonetic", "Sounds alike, in any script"),
    ("fuzzy", "Similar words"),
    ("distance", "Distance: figures and dates"),
]
# What a field of the user's own can be compared by.
OWN_KINDS = {"exact", "normalised", "phonetic", "fuzzy", "distance"}
WEIGHTS = ("agree", "close", "part", "differ")
SHIPPED = {(row.field, row.subject or "all"): row for row in DEFAULT_RULES.comparisons}


class CrmDedupRule(models.Model):
    """One thing that two cards are compared by, and what agreement and difference count.

    Rules are the same for all companies: a customer is shared by companies, so its normalised
    form must be one.
    """

    _name = "crm.dedup.rule"
    _description = "Comparison of Cards"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        readonly=True, copy=False, help="Name of the value in explanations and in the engine."
    )
    is_shipped = fields.Boolean(string="Shipped", compute="_compute_is_shipped")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=100)
    kind = fields.Selection(
        KINDS,
        string="Comparison",
        required=True,
        default="normalised",
        help="How two values are compared. The first ten know what they read: names in any "
        "script, phones in any spelling. A field of your own takes one of the last five.",
    )
    lead_field_id = fields.Many2one(
        "ir.model.fields",
        string="Field of the Lead",
        ondelete="cascade",
        domain="[('model', '=', 'crm.lead'), ('store', '=', True), ('ttype', 'in', "
        "['char', 'text', 'selection', 'integer', 'float', 'date', 'datetime', 'many2one'])]",
    )
    partner_field_id = fields.Many2one(
        "ir.model.fields",
        string="Field of the Customer",
        ondelete="cascade",
        domain="[('model', '=', 'res.partner'), ('store', '=', True), ('ttype', 'in', "
        "['char', 'text', 'selection', 'integer', 'float', 'date', 'datetime', 'many2one'])]",
    )
    use = fields.Selection(
        [
            ("all", "All cards"),
            ("crm.lead", "Leads among each other"),
            ("res.partner", "Customers among each other"),
        ],
        string="Used For",
        required=True,
        default="all",
    )
    subject = fields.Selection(
        [
            ("person", "Two people"),
            ("company", "Two companies"),
            ("all", "People and companies"),
        ],
        string="Compares",
        required=True,
        default="all",
        help="The same phone means more of two people than of two companies with one switchboard.",
    )
    agree = fields.Float(
        string="Same",
        required=True,
        default=4.0,
        digits=(4, 2),
        help="Added to the weight when both values are the same. Each 2.3 makes a duplicate ten "
        "times as likely.",
    )
    close = fields.Float(
        string="Nearly the Same",
        required=True,
        default=2.0,
        digits=(4, 2),
        help="A typing error, an initial, one digit of a phone, the same mailbox name.",
    )
    part = fields.Float(
        string="Partly",
        required=True,
        default=0.0,
        digits=(4, 2),
        help="A part is the same and a part is not: the surname but not the first name.",
    )
    differ = fields.Float(
        string="Different",
        required=True,
        default=-1.0,
        digits=(4, 2),
        help="Usually below zero. A value that is missing on either card counts nothing.",
    )
    note = fields.Text(translate=True, help="What it is good for, and what to mind.")

    _code_uniq = models.UniqueIndex("(code, subject)", "These fields are compared already.")
    _weights_order = models.Constraint(
        "CHECK (agree >= close AND agree >= part AND close >= differ)",
        "“Same” cannot count less than “nearly the same” or “partly”, and “different” cannot "
        "count more than “nearly the same”.",
    )
    _weights_bounded = models.Constraint(
        "CHECK (agree <= 20 AND differ >= -20)",
        "A weight lies between -20 and 20: 20 is one to five hundred million already.",
    )

    @api.depends("code", "subject")
    def _compute_is_shipped(self):
        for rule in self:
            rule.is_shipped = bool(rule._shipped())

    def _shipped(self):
        """The comparison of the engine that this is, or None."""
        return SHIPPED.get((self.code, self.subject))

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains("code", "subject", "kind", "lead_field_id", "partner_field_id")
    def _check_fields(self):
        for rule in self:
            own = rule.lead_field_id | rule.partner_field_id
            if rule.is_shipped:
                if rule.kind != rule._shipped().kind:
                    raise ValidationError(
                        self.env._(
                            "“%(name)s” came with the add-on and is compared in its own way; "
                            "switch it off and add a comparison of your own instead.",
                            name=rule.name,
                        )
                    )
                continue
            if not own:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: choose the field of the lead, of the customer, or both.",
                        name=rule.name,
                    )
                )
            if rule.kind not in OWN_KINDS:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: a field of your own is compared by: %(kinds)s.",
                        name=rule.name,
                        kinds=", ".join(rule._own_kind_labels()),
                    )
                )
            for field in own:
                rule._check_field(field)

    def _own_kind_labels(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return [labels[kind] for kind, _label in KINDS if kind in OWN_KINDS]

    def _check_field(self, row):
        """Refuse what cannot be compared, or must not be shown to everybody."""
        expected = "crm.lead" if row == self.lead_field_id else "res.partner"
        field = self.env[expected]._fields.get(row.name)
        reason = None
        if row.model != expected or field is None:
            reason = self.env._("it belongs to another kind of card")
        elif not field.column_type or not field.store or field.type == "binary":
            reason = self.env._("it is not stored with the card")
        elif field.translate or field.company_dependent or field.type in {"json", "properties"}:
            reason = self.env._("it has more than one value")
        elif field.groups:
            reason = self.env._("not everybody may see it, and explanations show it")
        elif field.type == "many2one" and self.kind != "exact":
            reason = self.env._("a link to another record can only be compared exactly")
        if reason:
            raise ValidationError(
                self.env._(
                    "“%(name)s” cannot compare the field %(field)s: %(reason)s.",
                    name=self.name,
                    field=row.field_description,
                    reason=reason,
                )
            )

    @api.constrains("active")
    def _check_any_active(self):
        if not self.sudo().with_context(active_test=True).search_count([], limit=1):
            raise ValidationError(
                self.env._("At least one comparison must stay active: nothing would be found.")
            )
