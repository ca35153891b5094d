# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .levels import LEVELS, SUBJECT_FIELDS, SUBJECTS


class CrmKpiAlert(models.Model):
    """Who wants to be told when a figure changes its band."""

    _name = "crm.kpi.alert"
    _description = "Alert"
    _inherit = ["crm.kpi.subject.mixin"]
    _order = "id"
    _rec_name = "definition_id"
    _check_company_auto = True

    definition_id = fields.Many2one(
        "crm.kpi.definition",
        string="KPI",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        default=lambda self: self.env.company,
        help="Empty: for all companies.",
    )
    subscriber_id = fields.Many2one(
        "res.users",
        string="Who Is Told",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    level = fields.Selection(
        LEVELS, required=True, default="person", help="Whose figures are watched."
    )
    how = fields.Selection(
        [("once", "At once"), ("digest", "In a daily digest")], required=True, default="once"
    )
    active = fields.Boolean(default=True)
    event_ids = fields.One2many("crm.kpi.alert.event", "alert_id", readonly=True)

    _alert_uniq = models.UniqueIndex(
        "(subscriber_id, definition_id, level, COALESCE(company_id, 0), COALESCE(team_id, 0), "
        "COALESCE(user_id, 0), COALESCE(product_id, 0), COALESCE(source_id, 0), "
        "COALESCE(group_id, 0), COALESCE(reason_id, 0))",
        "This person is told of this figure already.",
    )

    @api.constrains("level", *SUBJECT_FIELDS)
    def _check_subject(self):
        """A subject that figures of the level do not have would never be told of."""
        for alert in self:
            given = {name for name in SUBJECT_FIELDS if alert[name]}
            if not given <= set(SUBJECTS[alert.level]):
                raise ValidationError(
                    self.env._(
                        "An alert about “%(level)s” cannot be narrowed like this: leave empty what "
                        "such figures do not have.",
                        level=dict(self._fields["level"]._description_selection(self.env))[
                            alert.level
                        ],
                    )
                )
