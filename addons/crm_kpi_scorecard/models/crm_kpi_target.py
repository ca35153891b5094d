# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmKpiTarget(models.Model):
    """What is to be reached by somebody between two days."""

    _name = "crm.kpi.target"
    _description = "Target of a KPI"
    _inherit = ["crm.kpi.subject.mixin"]
    _order = "date_from desc, definition_id, id"
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
    unit = fields.Selection(related="definition_id.unit")
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", required=True, help="The last day.")
    value = fields.Float(string="Target", digits=(16, 6), required=True)
    pro_rata = fields.Boolean(
        string="By Working Days",
        help="A period that is longer or shorter than the target gets its share by working days. "
        "Else the value holds for each period as it is.",
    )

    _dates_ordered = models.Constraint(
        "CHECK(date_from <= date_to)", "A target begins before it ends."
    )
