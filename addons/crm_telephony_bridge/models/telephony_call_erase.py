# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain


class TelephonyCall(models.Model):
    """Calls without the person: what stays are times and results, for the figures."""

    _inherit = "telephony.call"

    def _erase_person(self):
        """Erase who called or was called, and all that was said. Hook: erase your own fields.

        The id at the provider stays, so that an import does not bring the call back.
        """
        self.recording_ids._erase(name=self.env._("Erased"))
        self.call_back_activity_id.unlink()
        self.filtered(lambda call: call.missed_state == "open").write({"missed_state": "handled"})
        self.filtered(lambda call: call.direction == "incoming").write({"caller_number": False})
        self.filtered(lambda call: call.direction == "outgoing").write({"called_number": False})
        self.leg_ids.filtered(lambda leg: leg.party == "customer").write(
            {"number": False, "channel": False}
        )
        self.env["telephony.command"].search([("call_id", "in", self.ids)]).unlink()
        events = Domain.OR(
            Domain("provider_id", "=", provider.id)
            & Domain("external_id", "in", calls.mapped("external_id"))
            for provider, calls in self.grouped("provider_id").items()
        )
        self.env["telephony.call.event"].search(events).unlink()
        self.write(
            {
                "customer_number": False,
                "customer_tail": False,
                "partner_id": False,
                "lead_id": False,
                "note": False,
                "recording_ref": False,
                "candidate_count": 0,
            }
        )
