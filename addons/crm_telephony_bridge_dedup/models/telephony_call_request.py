# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.crm_telephony_bridge.tools.numbers import spaced

REACHED = ("answered", "missed", "busy")


class TelephonyCall(models.Model):
    """Calls go through the intake of requests, some time after they are over.

    Not while they are delivered: no card waits for it, and no worker that received the same
    person by another door makes the delivery begin again.
    """

    _inherit = "telephony.call"

    def _is_request(self):
        """Whether the call is to become a request. Hook.

        Somebody outside called, whose number is told; not a colleague, not our own company.
        """
        self.ensure_one()
        caller = self.partner_id
        return (
            not self.request_id
            and not self.is_manual
            and self.direction == "incoming"
            and self.state == "ended"
            and self.disposition in REACHED
            and bool(self.customer_tail)
            and caller != self.company_id.partner_id
            and (not caller or caller.partner_share)
            and self._is_request_wanted()
        )

    def _is_request_wanted(self):
        """Whether the provider's setting lets this caller's call become a request."""
        wanted = self.provider_id.request_calls
        if self.partner_id or self.lead_id:
            return wanted in ("all", "missed", "known")
        return wanted == "all" or (wanted == "missed" and self.disposition != "answered")

    def _await_request(self):
        """Let the cron make requests of these calls, at once; not of calls of long ago."""
        if self.env.context.get("telephony_silent"):
            return
        wanted = self.filtered(lambda call: not call.request_pending and call._is_request())
        if wanted:
            wanted.write({"request_pending": True})
            self.env.ref("crm_telephony_bridge_dedup.ir_cron_requests")._trigger()

    @api.model
    def _cron_requests(self):
        """Make requests of the calls that wait for it."""
        cron = self.env.ref("crm_telephony_bridge_dedup.ir_cron_requests")
        self._work_off("request_pending", "_make_requests", cron)

    def _make_requests(self):
        """Hand the calls to the intake, all at once."""
        self.write({"request_pending": False})
        calls = self.filtered(lambda call: call._is_request())
        requests = self.env["crm.intake"].receive([call._prepare_request() for call in calls])
        for call, request in zip(calls, requests, strict=True):
            call.request_id = request
        calls._follow_request()
        calls._place_call_backs()

    def _prepare_request(self):
        """The call as the intake takes it. Hook: extend to tell more."""
        self.ensure_one()
        number = spaced(self.customer_number)
        source = self.provider_id.request_source_id
        team = self.team_id.filtered(lambda team: team.company_id.id in (False, self.company_id.id))
        # Not env.ref, which asks the database each time.
        medium_id = self.env["ir.model.data"]._xmlid_to_res_id("utm.utm_medium_phone")
        lead_values = {"name": self.env._("Call from %(number)s", number=number)}
        if medium_id and not source.medium_id:
            lead_values["medium_id"] = medium_id
        chosen = self.lead_id if self.is_owner_chosen else self.lead_id.browse()
        is_open = chosen.active and chosen.won_status == "pending"
        return {
            "channel": "call",
            "source_id": source.id,
            "company_id": self.company_id.id,
            "team_id": team.id,
            # A customer of somebody is not given to who happened to take the call.
            "user_id": (self.partner_id.user_id or self.user_id).id,
            "received_at": self.started_at,
            "idempotency_key": f"call:{self.provider_id.id}:{self.pbx or ''}:{self.external_id}",
            "values": {"phone": self.customer_number, "message": self.note or ""},
            "lead_values": lead_values,
            "call_user_id": self.user_id.id,
            "call_answered": self.disposition == "answered",
            "call_lead_id": chosen.id if is_open else False,
        }

    def _follow_request(self):
        """Put the calls on the cards of their requests; what a person chose stays."""
        for call in self:
            lead = call.request_id.lead_id
            partner = call.request_id.partner_id or lead.partner_id
            chosen = call.is_owner_chosen and (call.lead_id or partner != call.partner_id)
            if lead and not chosen:
                call.write({"lead_id": lead.id, "partner_id": (partner or call.partner_id).id})

    def _place_call_backs(self):
        """Activities for missed calls stand on the cards that the calls have now."""
        waiting = self.filtered(lambda call: call.missed_state == "open" and call.lead_id)
        waiting.filtered(lambda call: not call.call_back_activity_id)._look_at_call_back()
        model_id = self.env["ir.model"]._get_id("crm.lead")
        for call in waiting:
            activity = call.call_back_activity_id
            if activity and not activity.res_model_id:
                activity.write({"res_model_id": model_id, "res_id": call.lead_id.id})
