# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.crm_lead_dedup.tools.recognition import Decision


class CrmIntake(models.AbstractModel):
    """Requests that are calls: whoever talked on the phone need not be told of it."""

    _inherit = "crm.intake"

    @api.model
    def _decide(self, items, index):
        """A call that somebody put on an open card himself belongs to that card."""
        others = [item for item in items if not item.request.get("call_lead_id")]
        result = super()._decide(others, index)
        chosen = [item for item in items if item.request.get("call_lead_id")]
        for item in chosen:
            lead = self.env["crm.lead"].browse(item.request["call_lead_id"])
            found = Decision(
                "attach", lead_id=lead.id, partner_id=lead.partner_id.id, matched_by=("phone",)
            )
            item.follow(found, 0)
        return result

    @api.model
    def _post_notes(self, items):
        """Of a call only who is in charge and did not take it himself is told."""
        return super()._post_notes([item for item in items if self._is_news_to_somebody(item)])

    @api.model
    def _plan_activities(self, items):
        """A call is answered already, or its activity is to call back."""
        return super()._plan_activities(
            [item for item in items if "call_user_id" not in item.request]
        )

    @api.model
    def _is_news_to_somebody(self, item):
        request = item.request
        if "call_user_id" not in request:
            return True
        return request["call_answered"] and item.user_id not in (0, request["call_user_id"])
