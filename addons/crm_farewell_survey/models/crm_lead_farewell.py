# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    """What happens to deals is written down here, and nothing is sent."""

    _inherit = "crm.lead"

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        res = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)
        if not self.env.context.get("farewell_skip"):
            self._farewell_note(old_status_by_lead, new_status_by_lead)
        return res

    def _farewell_note(self, old, new):
        """Plan letters for what was just won or lost, and take back what no longer holds."""
        ended = {event: self.browse() for event in ("lost", "won")}
        changed = self.browse()
        none = {"is_lost": False, "is_won": False}
        for lead in self:
            before, after = old.get(lead.id, none), new.get(lead.id, none)
            for event in ended:
                if after[f"is_{event}"] and not before[f"is_{event}"]:
                    ended[event] |= lead
                elif before[f"is_{event}"] and not after[f"is_{event}"]:
                    changed |= lead
        self._farewell_take_back(changed | ended["won"] | ended["lost"], new)
        for event, leads in ended.items():
            created = leads.filtered(lambda lead: lead.id not in old)
            self.env["crm.farewell.invitation"]._plan(created, event, created=True)
            self.env["crm.farewell.invitation"]._plan(leads - created, event)

    def _farewell_take_back(self, leads, new):
        """Cancel letters about an end that is not the deal's end any more."""
        waiting = (
            self.env["crm.farewell.invitation"]
            .sudo()
            .search(
                [
                    ("lead_id", "in", leads.ids),
                    ("state", "in", ("scheduled", "held")),
                    ("event", "in", ("lost", "won")),
                ]
            )
        )
        for invitation in waiting:
            now = new.get(invitation.lead_id.id, {})
            if not now.get(f"is_{invitation.event}"):
                other = now.get("is_won") or now.get("is_lost")
                invitation._cancel("changed" if other else "reopened")

    def write(self, vals):
        """Note what enters a stage of delivery."""
        policies = self.env["crm.farewell.policy"]
        if vals.get("stage_id"):
            policies = policies._for_event("delivered").filtered(
                lambda policy: policy.stage_id.id == vals["stage_id"]
            )
        entering = policies and self.filtered(lambda lead: lead.stage_id.id != vals["stage_id"])
        res = super().write(vals)
        if entering:
            self.env["crm.farewell.invitation"]._plan(entering, "delivered")
        return res
