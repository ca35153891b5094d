# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmPlaybookRule(models.Model):
    """The dates of a rule that fires now."""

    _inherit = "crm.playbook.rule"

    def _preview(self, lead, hours):
        """Return the dates of the steps, one dict each, in reading order.

        :param hours: ``WorkingHours`` of the batch.
        """
        found, ends, now = {}, {}, fields.Datetime.now()
        for step, _depth in self._steps_in_order():
            before = step.after_step_id.id
            if before in found and before not in ends:
                # Nothing can be said of what follows a step of which nothing can be said.
                found[step.id] = found[before] | {"step": step.id}
                continue
            found[step.id], end = step._preview(ends.get(before, now), lead, hours)
            if end:
                ends[step.id] = end
        return list(found.values())
