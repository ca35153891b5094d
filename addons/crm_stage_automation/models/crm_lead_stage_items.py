# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmLead(models.Model):
    """The lines of the panel that says how far a deal is."""

    _inherit = "crm.lead"

    def _stage_group(self, gate, needs, counts, ticks):
        """Return what a stage needs of this deal.

        :param counts: ``{(requirement, deal): how many are there}``
        :param ticks: ``{(requirement, deal): tick}``
        """
        items = [
            self._stage_item(need, gate, counts[need, self], ticks.get((need, self)))
            for need in needs
        ]
        return {
            "id": gate.stage,
            "stage": self.env["crm.stage"].sudo().browse(gate.stage).display_name,
            "met": sum(item["is_met"] for item in items),
            "total": len(items),
            "is_ready": all(item["is_met"] for item in items if item["is_required"]),
            "items": items,
        }

    def _stage_item(self, need, gate, count, tick):
        """Return one line in plain values.

        Hook: a kind of one's own may add to it what its line in the panel shows.
        """
        needed = need._needed()
        return {
            "id": need.id,
            "label": need.display_name,
            "kind": need.kind,
            "is_required": need.id in gate.required,
            "count": min(count, needed),
            "needed": needed,
            "is_met": count >= needed,
            "by": tick.user_id.name if tick else "",
            "at": fields.Datetime.to_string(tick.ticked_at) if tick else "",
            "activity_type": need.activity_type_id.id,
            "field": need.field_name if need.kind == "field" else False,
        }
