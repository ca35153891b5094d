# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain

from .crm_lead_client_settle import PARTNERS


class CrmLead(models.Model):
    """Every way in which core converts, hands over, merges or deletes a lead leaves a trace."""

    _inherit = "crm.lead"

    def write(self, vals):
        """Conversion and handover pass here: wizard, mass conversion, assignment, RPC, import."""
        converted = self.browse()
        if vals.get("type") == "opportunity":
            converted = self.filtered(lambda lead: lead.type == "lead")
        before = converted._trace_events("converted")
        handed = self.browse()
        if "user_id" in vals:
            handed = self.filtered(lambda lead: lead.user_id.id != (vals["user_id"] or False))
        result = super().write(vals)
        events = before + handed._trace_events("assigned")
        if not vals.keys().isdisjoint(PARTNERS):
            events += [{"lead_ref": lead.id, "event": "client"} for lead in self]
        self.env["crm.lead.trace"].remember(events)
        return result

    def unlink(self):
        """The client keeps its origins."""
        traces = self.env["crm.lead.trace"].sudo().search(Domain("deal_id", "in", self.ids))
        events = self._trace_events("deleted")
        refs = {event["lead_ref"] for event in events}
        events += [
            {
                "lead_ref": trace.lead_ref,
                "event": "deleted",
                "values": {
                    "user_id": trace.user_id.id,
                    "client_id": (trace.deal_id.client_id or trace.client_id).id,
                },
            }
            for trace in traces
            if trace.lead_ref not in refs
        ]
        result = super().unlink()
        self.env["crm.lead.trace"].remember(events)
        return result

    def _merge_dependences(self, opportunities):
        """What was merged before moves on with its card; core deletes the card soon after."""
        result = super()._merge_dependences(opportunities)
        self._trace_merge(opportunities)
        return result

    def _trace_merge(self, merged):
        """Note that ``merged`` go into this card: also for merges that are not core's."""
        self.ensure_one()
        trace_model = self.env["crm.lead.trace"]
        trace_model.sudo().search(Domain("deal_id", "in", merged.ids)).deal_id = self
        events = merged._trace_events("merged")
        for event in events:
            event["into"] = self.id
        if "opportunity" in (self | merged).mapped("type"):
            events += merged.filtered(lambda lead: lead.type == "lead")._trace_events("converted")
        trace_model.remember(self._trace_events("kept") + events)

    def _trace_events(self, event):
        # Of whatever a user may convert or merge he may leave the trace.
        return [
            {"lead_ref": lead.id, "event": event, "values": lead._trace_values()}
            for lead in self.sudo()
        ]

    def _trace_values(self):
        """What a trace keeps of a lead; extend it together with ``crm.lead.trace``."""
        self.ensure_one()
        return {
            "name": self.name,
            "was_lead": self.type == "lead" or bool(self.date_conversion),
            "lead_created": self.create_date,
            "partner_name": self.partner_name,
            "contact_name": self.contact_name,
            "source_id": self.source_id.id,
            "medium_id": self.medium_id.id,
            "campaign_id": self.campaign_id.id,
            "user_id": self.user_id.id,
            "team_id": self.team_id.id,
            "company_id": self.company_id.id,
            "client_id": self.client_id.id,
        }
