# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

# In the context while bands change within their set, which checks all of them at the end. An
# object, which no call from outside can send.
WHOLE = object()
LIMITS = frozenset({"has_low", "low", "has_high", "high"})
# The same of a band, and which of them belong to it.
ENDS = (*sorted(LIMITS), "low_included", "high_included")


class CrmKpiBandSet(models.Model):
    """A scale of bands of a KPI, for everybody or for one product, person or team."""

    _name = "crm.kpi.band.set"
    _description = "Bands of a KPI"
    _order = "definition_id, id"
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
        "res.company", index="btree_not_null", help="Empty: for all companies."
    )
    basis = fields.Selection(
        [
            ("absolute", "The figure itself"),
            ("target", "Percent of the target"),
            ("previous", "Percent of the period before"),
            ("year_ago", "Percent of the same period a year ago"),
        ],
        string="Limits Of",
        required=True,
        default="absolute",
    )
    team_id = fields.Many2one(
        "crm.team", string="For the Team", ondelete="cascade", index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users",
        string="For the Person",
        ondelete="cascade",
        index="btree_not_null",
        domain="[('share', '=', False)]",
    )
    product_id = fields.Many2one(
        "product.product", string="For the Product", ondelete="cascade", index="btree_not_null"
    )
    has_low = fields.Boolean(
        string="From a Value", help="A figure below it is an error. Else the scale has no bottom."
    )
    low = fields.Float(string="Lowest Value", digits=(16, 6))
    has_high = fields.Boolean(
        string="Up to a Value", help="A figure above it is an error. Else the scale has no top."
    )
    high = fields.Float(string="Highest Value", digits=(16, 6))
    band_ids = fields.One2many("crm.kpi.band", "set_id", string="Bands", copy=True)
    summary = fields.Char(
        "Scale", compute="_compute_summary", help="Each band's sign and where it begins and ends."
    )
    # Grows with each save of the editor: whoever saves an older one is told.
    version = fields.Integer(default=0, copy=False, readonly=True)

    _subject_uniq = models.UniqueIndex(
        "(definition_id, COALESCE(company_id, 0), COALESCE(team_id, 0), COALESCE(user_id, 0), "
        "COALESCE(product_id, 0))",
        "There are bands of this KPI for the same subject already.",
    )

    @api.depends("band_ids.sign", "band_ids.sequence", *[f"band_ids.{name}" for name in ENDS])
    def _compute_summary(self):
        """The scale in one line."""
        for each in self:
            each.summary = " · ".join(
                f"{band.key.sign or ''} {band}".strip() for band in each._kpi_scale().bands
            )
