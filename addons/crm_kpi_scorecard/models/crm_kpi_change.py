# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmKpiChange(models.Model):
    """What happened to a fact of a closed period; a restatement says so."""

    _name = "crm.kpi.change"
    _description = "Change of a Fact"
    _order = "happened_at desc, id desc"

    model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(string="Record", required=True, readonly=True)
    name = fields.Char(readonly=True)
    what = fields.Selection(
        [
            ("created", "Created"),
            ("changed", "Changed"),
            ("deleted", "Deleted"),
            ("merged", "Merged"),
        ],
        required=True,
        readonly=True,
    )
    detail = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True)
    happened_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    fact_date_old = fields.Date(string="Date Before", readonly=True)
    fact_date_new = fields.Date(string="Date Now", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")

    _old_idx = models.Index("(model, fact_date_old)")
    _new_idx = models.Index("(model, fact_date_new)")
