# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..tools import routing


class TelephonyRoute(models.Model):
    """A rule that says which phone a caller is put through to.

    The first rule of a provider that fits and whose target can take the call decides. What a rule
    leaves empty holds for every call.
    """

    _name = "telephony.route"
    _description = "Call Routing Rule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    provider_id = fields.Many2one(
        "telephony.provider",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env["telephony.provider"].search([], limit=1),
    )
    company_id = fields.Many2one(related="provider_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")

    # Who calls.
    caller = fields.Selection(
        [("any", "Everybody"), ("known", "Whom we know"), ("unknown", "Strangers")],
        required=True,
        default="any",
    )
    in_charge = fields.Selection(
        [
            ("any", "Whoever it is"),
            ("free", "Can take the call"),
            ("not_free", "Nobody, or cannot take the call"),
            ("none", "Nobody"),
        ],
        string="Person in Charge",
        required=True,
        default="any",
    )
    turnover_from = fields.Monetary(
        help="Least turnover of the caller's client in the past 12 months. 0: no limit."
    )
    turnover_to = fields.Monetary(help="Turnover must be less than this. 0: no limit.")
    country_ids = fields.Many2many("res.country", string="Countries of the Number")
    lang_ids = fields.Many2many("res.lang", string="Languages of the Card")

    # Where and when.
    line_ids = fields.Many2many(
        "telephony.queue",
        relation="telephony_route_line_rel",
        column1="route_id",
        column2="line_id",
        string="Lines",
        domain="[('provider_id', '=', provider_id), ('kind', '=', 'line')]",
        help="The number that was called.",
    )
    calendar_id = fields.Many2one("resource.calendar", string="Working Hours", check_company=True)
    hours = fields.Selection(
        [("inside", "During these hours"), ("outside", "Outside these hours")],
        string="When",
        required=True,
        default="inside",
    )

    # Whom it rings.
    target = fields.Selection(
        [
            ("in_charge", "Person in charge"),
            ("user", "Person"),
            ("extension", "Extension"),
            ("queue", "Queue"),
        ],
        required=True,
        default="in_charge",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    extension_id = fields.Many2one(
        "telephony.extension", domain="[('provider_id', '=', provider_id)]", ondelete="restrict"
    )
    queue_id = fields.Many2one(
        "telephony.queue", domain="[('provider_id', '=', provider_id)]", ondelete="restrict"
    )
    target_name = fields.Char(string="Rings", compute="_compute_target_name")
    availability = fields.Selection(
        [
            ("always", "Always"),
            ("work", "At work and not in a call"),
            ("present", "At work, signed in and not in a call"),
        ],
        string="Rings People",
        required=True,
        default="work",
        help="When a person counts as able to take the call: by working hours and absences, by "
        "the calls that are going on, and by whether the person is signed in.",
    )
    instead = fields.Char(
        string="Otherwise Ring",
        help="The number to ring when the target cannot take the call. Empty: the next rules "
        "decide.",
    )

    _band_in_order = models.Constraint(
        "CHECK (turnover_from >= 0 AND turnover_to >= 0"
        " AND (turnover_to = 0 OR turnover_to > turnover_from))",
        "The turnover must end above where it begins.",
    )

    @api.depends("target", "user_id", "extension_id", "queue_id")
    def _compute_target_name(self):
        for route in self:
            record = (
                route[f"{route.target}_id"] if route.target not in (False, "in_charge") else None
            )
            route.target_name = record.sudo().display_name if record else False

    @api.constrains("instead")
    def _check_instead(self):
        self._check_dialable(self.mapped("instead"))

    @api.model
    def _check_dialable(self, numbers):
        """Refuse what a PBX would not read as one number."""
        for number in filter(None, numbers):
            if not routing.is_dialable(number):
                raise ValidationError(
                    self.env._(
                        "“%(number)s” is no number that a PBX can ring. Write it without spaces, "
                        "for example 600.",
                        number=number,
                    )
                )

    @api.constrains("target", "user_id", "extension_id", "queue_id", "provider_id")
    def _check_target(self):
        for route in self:
            if route.target != "in_charge" and not route[f"{route.target}_id"]:
                raise ValidationError(
                    self.env._("Say whom the rule “%(rule)s” rings.", rule=route.name)
                )
            places = route.extension_id | route.env["telephony.extension"]
            others = (places.provider_id | route.queue_id.provider_id) - route.provider_id
            if others:
                raise ValidationError(
                    self.env._(
                        "The rule “%(rule)s” rings a phone of another provider.", rule=route.name
                    )
                )

    @api.model
    @ormcache("provider_id")
    def _rules_of(self, provider_id):
        """The rules of a provider in their order, as plain values for the decision.

        Asked for with every call, changed once a month: kept in memory until somebody changes a
        rule, or a number that stands in one.

        :rtype: tuple[odoo.addons.crm_telephony_bridge.tools.routing.Rule]
        """
        rules = self.sudo().search([("provider_id", "=", provider_id)])
        # A line that is archived does not make its rule one for every line.
        return tuple(rule._rule() for rule in rules.with_context(active_test=False))

    @api.model_create_multi
    def create(self, vals_list):
        """Extended: the rules in memory are no longer those of the database."""
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Extended: the rules in memory are no longer those of the database."""
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        """Extended: the rules in memory are no longer those of the database."""
        self.env.registry.clear_cache()
        return super().unlink()

    def _rule(self):
        """This rule as plain values. Hook: extend to fill a condition of your own."""
        self.ensure_one()
        has_target = self.target in ("user", "queue")
        return routing.Rule(
            id=self.id,
            kind=self.target,
            target_id=self[f"{self.target}_id"].id if has_target else 0,
            extension=(self.extension_id.active and self.extension_id.number) or "",
            instead=self.instead or "",
            availability=self.availability,
            is_known={"known": True, "unknown": False}.get(self.caller),
            in_charge=self.in_charge,
            lines=tuple(self.line_ids.mapped("number")),
            countries=frozenset(self.country_ids.mapped("code")),
            languages=frozenset(self.lang_ids.mapped("code")),
            turnover_from=self.turnover_from or None,
            turnover_to=self.turnover_to or None,
            calendar=self.calendar_id.id or 0,
            in_hours=self.hours == "inside",
        )

    def action_try(self):
        """Open the window that says which rule decides for a caller and a time."""
        provider = self[:1].provider_id or self.env["telephony.provider"].search([], limit=1)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Would Be Rung?"),
            "res_model": "telephony.route.try",
            "view_mode": "form",
            "target": "new",
            "context": {"default_provider_id": provider.id},
        }
