# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

# What only the contest itself writes.
COUNTED = {"value", "rank", "is_winner", "figure_state", "badge_user_id", "opted_out"}


class CrmKpiContestSeat(models.Model):
    """What somebody reached in a contest; nobody writes it, and only he himself stays out."""

    _inherit = "crm.kpi.contest.seat"

    figure_state = fields.Selection(
        [
            ("ok", "Ranked"),
            ("small", "Too few yet"),
            ("no_data", "No data"),
            ("error", "Could not be computed"),
        ],
        string="State",
        required=True,
        readonly=True,
        default="no_data",
    )
    badge_user_id = fields.Many2one(
        "gamification.badge.user", string="Badge", readonly=True, ondelete="set null", copy=False
    )

    def _nothing(self):
        """Return the values of who has no figure."""
        return {"value": 0.0, "rank": 0, "is_winner": False, "figure_state": "no_data"}

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody seats somebody with a rank."""
        for vals in vals_list:
            self._refuse_counted(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Nobody writes ranks, and nobody leaves a contest for somebody else."""
        self._refuse_counted(vals)
        return super().write(vals)

    def _refuse_counted(self, vals):
        if not self.env.su and COUNTED & vals.keys():
            raise AccessError(
                self.env._(
                    "Ranks are counted, not written; and only a participant himself stays out, by "
                    "the button on the contest."
                )
            )
