# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .levels import LEVELS


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
