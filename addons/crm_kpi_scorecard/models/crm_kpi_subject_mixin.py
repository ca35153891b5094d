# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .levels import SUBJECT_FIELDS, SUBJECTS


class CrmKpiSubjectMixin(models.AbstractModel):
    """Whose figure it is. People and teams are archived, not deleted: history stays."""

    _name = "crm.kpi.subject.mixin"
    _description = "Subject of a Figure"

    team_id = fields.Many2one("crm.team", ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Person", ondelete="cascade")
    product_id = fields.Many2one("product.product", ondelete="cascade")
    source_id = fields.Many2one("utm.source", ondelete="cascade")
    group_id = fields.Many2one("res.partner.category", string="Client Group", ondelete="cascade")
    reason_id = fields.Many2one("crm.lost.reason", string="Lost Reason", ondelete="cascade")

    def write(self, vals):
        """Nothing is handed to another company or person by who may not write it there."""
        done = super().write(vals)
        if vals.keys() & {"company_id", "subscriber_id"}:
            self.check_access("write")
        return done

    def _kpi_subject(self, level):
        """Return the subject of a level as a tuple of ids, 0 where it is not known."""
        self.ensure_one()
        return tuple(self[name].id or 0 for name in SUBJECTS[level])

    def _kpi_level(self):
        """Return the level whose columns are those that are set; None where there is none."""
        self.ensure_one()
        given = {name for name in SUBJECT_FIELDS if self[name]}
        for level, names in SUBJECTS.items():
            if given == set(names):
                return level
        return None
