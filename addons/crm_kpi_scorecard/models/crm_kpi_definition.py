# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

PER_LEVEL = ("per_team", "per_person", "per_product", "per_source", "per_group", "per_reason")
PER_KIND = ("per_day", "per_week", "per_month", "per_quarter", "per_year")


class CrmKpiDefinition(models.Model):
    """A KPI: how it is made of measures, for whom and how often, and how it is shown."""

    _name = "crm.kpi.definition"
    _description = "KPI"
    _inherit = ["crm.kpi.code.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("count", "Number"),
            ("sum", "Sum"),
            ("average", "Average"),
            ("ratio", "Ratio"),
            ("formula", "Formula"),
        ],
        string="Computed As",
        required=True,
        default="count",
    )
    numerator_id = fields.Many2one(
        "crm.kpi.measure",
        string="Measure",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="What is counted; of a ratio, what stands above the line.",
    )
    denominator_id = fields.Many2one(
        "crm.kpi.measure",
        string="Divided By",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="What stands below the line. Where it is 0, the figure is “no data”, not 0.",
    )
    formula = fields.Char(
        help="Codes of measures and of other KPIs, + - * / ( ), min max abs round and "
        "if(condition, a, b). For example: revenue / deals_won",
    )
    basis = fields.Selection(
        [("period", "By period"), ("cohort", "By cohort")],
        required=True,
        default="period",
        help="By period: what happened in it. By cohort: what became of those who began in it.",
    )
    per_team = fields.Boolean(default=True)
    per_person = fields.Boolean(default=True)
    per_product = fields.Boolean()
    per_source = fields.Boolean()
    per_group = fields.Boolean(string="Per Client Group")
    per_reason = fields.Boolean(string="Per Lost Reason")
    per_day = fields.Boolean(string="Daily")
    per_week = fields.Boolean(string="Weekly")
    per_month = fields.Boolean(string="Monthly", default=True)
    per_quarter = fields.Boolean(string="Quarterly")
    per_year = fields.Boolean(string="Yearly")
    digits = fields.Integer(
        string="Decimals",
        default=1,
        help="As it is shown. Bands always look at the exact figure.",
    )
    minimal_sample = fields.Integer(
        string="Smallest Sample",
        help="With fewer records behind it, the figure is grey and is not ranked.",
    )
    unit = fields.Selection(
        [
            ("number", "Number"),
            ("percent", "Percent"),
            ("money", "Money"),
            ("hours", "Hours"),
            ("days", "Days"),
            ("minutes", "Minutes"),
        ],
        required=True,
        default="number",
        help="Percent: the figure is multiplied by 100; limits and targets are in percent, too.",
    )
    higher_is = fields.Selection(
        [("better", "Better"), ("worse", "Worse"), ("neither", "Neither")],
        string="More Is",
        required=True,
        default="better",
    )
    zero_note = fields.Char(
        string="Note at Zero",
        translate=True,
        help="Told with a figure of 0 where there was something to count, for example "
        "“no calls logged”.",
    )
    on_board = fields.Boolean(string="On the Scorecard", default=True)
    band_set_ids = fields.One2many("crm.kpi.band.set", "definition_id", string="Bands", copy=True)
    target_ids = fields.One2many("crm.kpi.target", "definition_id", string="Targets")

    _code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), code)", "There is a KPI with this code already."
    )
    _digits_range = models.Constraint(
        "CHECK(digits BETWEEN 0 AND 6)", "A figure is shown with from 0 to 6 decimals."
    )
    _minimal_sample_positive = models.Constraint(
        "CHECK(minimal_sample >= 0)", "The smallest sample is not negative."
    )
