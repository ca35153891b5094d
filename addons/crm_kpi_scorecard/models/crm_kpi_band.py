# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

COLOURS = [
    ("grey", "Grey"),
    ("red", "Red"),
    ("yellow", "Yellow"),
    ("green", "Green"),
    ("orange", "Orange"),
    ("blue", "Blue"),
]
# Colour is never alone: a sign stands beside it.
SIGNS = {"grey": "–", "red": "▼", "yellow": "!", "green": "✓", "orange": "▲", "blue": "●"}


class CrmKpiBand(models.Model):
    """One interval of a scale: what it means, and what to do."""

    _name = "crm.kpi.band"
    _description = "Band of a KPI"
    _order = "set_id, sequence, id"

    set_id = fields.Many2one("crm.kpi.band.set", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="set_id.company_id")
    sequence = fields.Integer(default=10)
    has_low = fields.Boolean(string="From", help="Else from minus infinity.")
    low = fields.Float(string="Lower Limit", digits=(16, 6))
    low_included = fields.Boolean(
        string="Lower Limit Inside", default=True, help="The limit itself belongs to this band."
    )
    has_high = fields.Boolean(string="To", help="Else up to infinity.")
    high = fields.Float(string="Upper Limit", digits=(16, 6))
    high_included = fields.Boolean(
        string="Upper Limit Inside", help="The limit itself belongs to this band."
    )
    colour = fields.Selection(COLOURS, required=True, default="grey")
    sign = fields.Char(
        compute="_compute_sign",
        store=True,
        precompute=True,
        readonly=False,
        size=2,
        help="Stands beside the colour, for those who do not tell colours apart.",
    )
    name = fields.Char(string="Meaning", required=True, translate=True)
    advice = fields.Text(translate=True, help="What to do when a figure is here.")

    @api.depends("colour")
    def _compute_sign(self):
        """A new colour brings its sign, unless the sign was chosen."""
        for band in self:
            if not band.sign or band.sign in SIGNS.values():
                band.sign = SIGNS.get(band.colour, "")
