# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmKpiEntry(models.Model):
    """A figure typed in or imported, for example what an advertisement cost."""

    _name = "crm.kpi.entry"
    _description = "Entered Figure"
    _inherit = ["crm.kpi.subject.mixin"]
    _order = "date desc, id desc"
    _rec_name = "measure_id"
    _check_company_auto = True

    measure_id = fields.Many2one(
        "crm.kpi.measure",
        required=True,
        ondelete="restrict",
        domain="[('source', '=', 'entries')]",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    value = fields.Float(digits=(24, 8), required=True)
    currency_id = fields.Many2one("res.currency", help="Empty: the figure is no amount of money.")
    note = fields.Char()

    _measure_date_idx = models.Index("(measure_id, date)")

    @api.constrains("measure_id")
    def _check_measure(self):
        """Figures are entered for measures that count entered figures."""
        wrong = self.sudo().measure_id.filtered(lambda measure: measure.source != "entries")
        if wrong:
            raise ValidationError(
                self.env._(
                    "“%(measure)s” is counted from records: nothing can be entered for it.",
                    measure=wrong[0].name,
                )
            )
