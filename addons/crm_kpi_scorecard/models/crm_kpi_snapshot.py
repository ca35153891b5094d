# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .crm_kpi_band import COLOURS
from .levels import KINDS, LEVELS


class CrmKpiSnapshot(models.Model):
    """A stored figure. Only the engine writes it; nobody else, by whatever right.

    Numbers that are not known are NULL in the database, and read as 0 here: ``figure_state``
    and the ``has_`` fields say whether there is one.
    """

    _name = "crm.kpi.snapshot"
    _description = "Figure"
    _inherit = ["crm.kpi.subject.mixin"]
    _order = "date_from desc, definition_id, rank, id"
    _log_access = False

    definition_id = fields.Many2one(
        "crm.kpi.definition", string="KPI", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    kind = fields.Selection(KINDS, string="Period Kind", required=True, readonly=True)
    date_from = fields.Date(string="Period", required=True, readonly=True)
    date_to = fields.Date(string="Last Day", required=True, readonly=True)
    zone = fields.Char(string="Time Zone", required=True, readonly=True)
    level = fields.Selection(LEVELS, required=True, readonly=True)
    figure_state = fields.Selection(
        [
            ("ok", "Figure"),
            ("small", "Small sample"),
            ("no_data", "No data"),
            ("error", "Error"),
            ("outside", "Outside the scale"),
        ],
        string="State",
        required=True,
        readonly=True,
        default="no_data",
    )
    value = fields.Float(readonly=True, aggregator="avg")
    numerator = fields.Float(digits=(24, 8), readonly=True, aggregator="sum")
    denominator = fields.Float(digits=(24, 8), readonly=True, aggregator="sum")
    sample = fields.Integer(string="Records Behind", readonly=True, aggregator="sum")
    previous = fields.Float(string="Period Before", readonly=True, aggregator="avg")
    has_previous = fields.Boolean(readonly=True)
    year_ago = fields.Float(readonly=True, aggregator="avg")
    has_year_ago = fields.Boolean(readonly=True)
    target = fields.Float(readonly=True, aggregator="avg")
    has_target = fields.Boolean(readonly=True)
    band_id = fields.Many2one("crm.kpi.band", readonly=True, ondelete="set null")
    colour = fields.Selection(COLOURS, readonly=True)
    rank = fields.Integer(readonly=True, aggregator="min", help="0: not ranked.")
    is_frozen = fields.Boolean(string="Closed", readonly=True)
    computed_at = fields.Datetime(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    error = fields.Char(readonly=True)
    has_zero_note = fields.Boolean(readonly=True)
    restatement_ids = fields.One2many("crm.kpi.restatement", "snapshot_id", readonly=True)

    _figure_uniq = models.UniqueIndex(
        "(definition_id, company_id, kind, date_from, level, COALESCE(team_id, 0), "
        "COALESCE(user_id, 0), COALESCE(product_id, 0), COALESCE(source_id, 0), "
        "COALESCE(group_id, 0), COALESCE(reason_id, 0))"
    )
    _board_idx = models.Index("(company_id, kind, date_from, level)")
