# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import math

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.linkage.rules import DEFAULT_RULES


class CrmDedupSetting(models.Model):
    """Thresholds of the duplicate search: one record, for all companies.

    Customers are shared by companies, so whether two of them are one cannot depend on the company
    that looks. What to do with a request from somebody known can: see ``crm.dedup.channel``.
    """

    _name = "crm.dedup.setting"
    _description = "Thresholds of the Duplicate Search"
    _rec_name = "id"

    review = fields.Float(
        string="Show From",
        required=True,
        digits=(4, 2),
        default=DEFAULT_RULES.review,
        help="Weight from which two cards are shown as a likely duplicate. Higher: fewer to look "
        "at, more that are missed.",
    )
    automatic = fields.Float(
        string="Sure From",
        required=True,
        digits=(4, 2),
        default=DEFAULT_RULES.automatic,
        help="Weight from which two cards may be merged without looking at each; a phone, e-mail "
        "or tax number has to agree as well.",
    )
    prior = fields.Float(
        string="Before Comparing",
        required=True,
        digits=(4, 2),
        default=DEFAULT_RULES.prior,
        help="Weight of any two cards before anything is compared, for a base of one card; the "
        "size of the base is taken off. Higher: more duplicates are expected.",
    )
    review_percent = fields.Float(
        string="Shown From (%)", compute="_compute_percent", inverse="_inverse_review_percent"
    )
    automatic_percent = fields.Float(
        string="Sure From (%)", compute="_compute_percent", inverse="_inverse_automatic_percent"
    )

    _thresholds_order = models.Constraint(
        "CHECK (automatic >= review)",
        "What is sure must be shown as well: “sure from” cannot be below “show from”.",
    )
    _thresholds_bounded = models.Constraint(
        "CHECK (review BETWEEN -10 AND 20 AND automatic BETWEEN -10 AND 30)",
        "“Show from” lies between -10 and 20, “sure from” between -10 and 30.",
    )

    @api.depends("review", "automatic")
    def _compute_percent(self):
        for setting in self:
            setting.review_percent = _percent(setting.review)
            setting.automatic_percent = _percent(setting.automatic)

    def _inverse_review_percent(self):
        for setting in self:
            setting.review = self._weight(setting.review_percent)

    def _inverse_automatic_percent(self):
        for setting in self:
            setting.automatic = self._weight(setting.automatic_percent)

    def _weight(self, percent):
        if not 0 < percent < 100:
            raise UserError(self.env._("A probability lies between 0 and 100 %."))
        return math.log(percent / (100 - percent))

    @api.depends("review", "automatic")
    def _compute_display_name(self):
        for setting in self:
            setting.display_name = self.env._("Duplicates")

    @api.model
    @api.private
    def _get(self):
        """The one record (sudo)."""
        return self.sudo().search([], limit=1) or self.sudo().create({})

    def write(self, vals):
        """Thresholds act at once."""
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The thresholds can be changed, not deleted."))

    def action_restore(self):
        """The thresholds as they came with the add-on."""
        self.write({
            name: getattr(DEFAULT_RULES, name) for name in ("review", "automatic", "prior")
        })  # fmt: skip
        return True


def _percent(weight):
    """Probability in per cent of a weight (natural log odds)."""
    return 100 / (1 + math.exp(-weight))
