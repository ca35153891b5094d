# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models


class TelephonyRouteTry(models.TransientModel):
    """Says which rule decides for a caller and a time, and why those before it do not."""

    _name = "telephony.route.try"
    _description = "Try the Routing Rules"

    provider_id = fields.Many2one("telephony.provider", required=True)
    number = fields.Char(string="Caller", help="Empty: a hidden number.")
    line_id = fields.Many2one(
        "telephony.queue",
        string="Line Called",
        domain="[('provider_id', '=', provider_id), ('kind', '=', 'line')]",
    )
    at = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    extension = fields.Char(compute="_compute_decision")
    verdict = fields.Char(compute="_compute_decision")
    card_name = fields.Char(string="Recognised as", compute="_compute_decision")
    route_id = fields.Many2one("telephony.route", string="Decides", compute="_compute_decision")
    passed = fields.Html(string="Rules Before It", compute="_compute_decision", sanitize=False)

    @api.depends("provider_id", "number", "line_id", "at")
    def _compute_decision(self):
        for trial in self:
            trial.update(trial._try() if trial.provider_id and trial.at else self._nothing())

    @api.model
    def _nothing(self):
        names = ("extension", "verdict", "card_name", "route_id", "passed")
        return dict.fromkeys(names, False)

    def _try(self):
        """The decision in words."""
        routes = self.env["telephony.route"]
        # Whoever may not see the provider learns nothing of its callers.
        self.provider_id.check_access("read")
        number, line = self.number or "", self.line_id.number or ""
        told = routes._decide(self.provider_id, number, line, self.at)
        card = routes._route_card(self.provider_id.sudo(), number)
        return {
            "extension": told.extension,
            "route_id": told.rule_id,
            "verdict": self._verdict(told),
            "card_name": self._card_words(card),
            "passed": self._passed(told.passed),
        }

    def _passed(self, passed):
        """The rules before the one that decides, each with its reason, as a list."""
        rules = self.env["telephony.route"].sudo().browse([one.rule_id for one in passed])
        names = {rule.id: rule.name for rule in rules}
        reasons = self._reasons()
        line = Markup("<li><b>%s</b>: %s</li>")
        lines = [line % (names[one.rule_id], reasons[one.reason]) for one in passed]
        return Markup("<ol>%s</ol>") % Markup().join(lines) if lines else False

    def _verdict(self, told):
        """One sentence that says who is rung, and by which rule."""
        if not told.extension:
            return self.env._("No rule decides: the PBX goes on by itself.")
        if told.rule_id is None:
            return self.env._(
                "No rule decides: the last resort %(number)s rings.", number=told.extension
            )
        if told.is_instead:
            return self.env._(
                "%(number)s rings, as the target of the rule cannot take the call.",
                number=told.extension,
            )
        return self.env._("%(number)s rings.", number=told.extension)

    def _card_words(self, card):
        """Who calls, for somebody who may see the card."""
        if not card.partner and not card.lead:
            return self.env._("A stranger")
        seen = [one.with_env(self.env)._filtered_access("read") for one in card]
        names = [one.display_name for one in seen if one]
        return " · ".join(names) or self.env._("A card that you may not see")

    def _reasons(self):
        """Why a rule did not decide, in words."""
        return {
            "known": self.env._("for strangers only"),
            "unknown": self.env._("for known callers only"),
            "line": self.env._("for other lines"),
            "country": self.env._("for other countries"),
            "language": self.env._("for other languages"),
            "in_charge": self.env._("for another state of the person in charge"),
            "hours": self.env._("for other hours"),
            "turnover": self.env._("for another turnover"),
            "target": self.env._("its target cannot take the call now"),
        }
