# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmKpiRestatement(models.Model):
    """What a figure of a closed period would be by now, and why."""

    _name = "crm.kpi.restatement"
    _description = "Restatement of a Figure"
    _order = "noticed_at desc, id desc"
    _rec_name = "snapshot_id"

    snapshot_id = fields.Many2one(
        "crm.kpi.snapshot",
        string="Figure",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    definition_id = fields.Many2one(related="snapshot_id.definition_id", store=True, index=True)
    company_id = fields.Many2one(related="snapshot_id.company_id", store=True, index=True)
    date_from = fields.Date(related="snapshot_id.date_from", store=True, string="Period")
    kind = fields.Selection(related="snapshot_id.kind")
    level = fields.Selection(related="snapshot_id.level")
    team_id = fields.Many2one(related="snapshot_id.team_id")
    user_id = fields.Many2one(related="snapshot_id.user_id", string="Person")
    product_id = fields.Many2one(related="snapshot_id.product_id")
    old_value = fields.Float(string="Shown", readonly=True, aggregator=None)
    new_value = fields.Float(string="By Now", readonly=True, aggregator=None)
    old_numerator = fields.Float(digits=(24, 8), readonly=True, aggregator=None)
    new_numerator = fields.Float(digits=(24, 8), readonly=True, aggregator=None)
    old_denominator = fields.Float(digits=(24, 8), readonly=True, aggregator=None)
    new_denominator = fields.Float(digits=(24, 8), readonly=True, aggregator=None)
    old_sample = fields.Integer(readonly=True, aggregator=None)
    new_sample = fields.Integer(readonly=True, aggregator=None)
    reason = fields.Text(readonly=True)
    noticed_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    accepted_by = fields.Many2one("res.users", readonly=True)
    accepted_at = fields.Datetime(readonly=True)
