# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmStageTick(models.Model):
    """A checklist item that was ticked for a deal: who did it, and when."""

    _name = "crm.stage.tick"
    _description = "Ticked Item of a Stage"
    _order = "ticked_at desc, id desc"
    _rec_name = "requirement_id"

    lead_id = fields.Many2one("crm.lead", required=True, readonly=True, ondelete="cascade")
    requirement_id = fields.Many2one(
        "crm.stage.requirement", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", "Ticked By", readonly=True, ondelete="set null")
    ticked_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    _once = models.Constraint(
        "UNIQUE (lead_id, requirement_id)", "Somebody else ticked this a moment ago."
    )

    @api.model
    def _merge_leads(self, target, others):
        """Of ticks of what is one deal now, keep the first of each item."""
        ticks = self.search([("lead_id", "in", (target | others).ids)], order="ticked_at, id")
        for same in ticks.grouped("requirement_id").values():
            kept, spare = same[0], same[1:]
            spare.unlink()
            if kept.lead_id != target:
                spare.flush_model()
                kept.lead_id = target
