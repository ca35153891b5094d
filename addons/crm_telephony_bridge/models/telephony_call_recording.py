# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class TelephonyCall(models.Model):
    """The recordings of calls: expected as soon as an answered call is over."""

    _inherit = "telephony.call"

    @api.model
    def _ingested(self, changes):
        """Expect the recordings that the exchange tells of."""
        result = super()._ingested(changes)
        over = [change.call_id for change in changes if change.state["state"] == "ended"]
        self.browse(over)._expect_recordings()
        return result

    def _expect_recordings(self):
        """Create what is to come; two queries however many calls."""
        told = self.sudo().filtered(
            lambda call: call.recording_ref and call.disposition in ("answered", False)
        )
        if self.env.context.get("telephony_silent"):
            # Nobody brings the sound of a call that is imported; an address can be asked.
            told = told.filtered(lambda call: call.recording_ref.lower().startswith("https://"))
        known = self.env["telephony.recording"].sudo().search([("call_id", "in", told.ids)])
        new = told - known.call_id
        if not new:
            return
        created = known.create([call._recording_vals() for call in new])
        if "remote" in created.mapped("state"):
            self.env.ref("crm_telephony_bridge.ir_cron_recording_fetch")._trigger()

    def _recording_vals(self):
        """Values of the recording of a call. Hook: a provider that names an id has an address."""
        self.ensure_one()
        remote = self.recording_ref.lower().startswith("https://")
        announced = self.direction == "incoming" and self.provider_id.consent_announcement
        return {
            "call_id": self.id,
            "name": self.env._("Recording") if remote else self.recording_ref,
            "state": "remote" if remote else "expected",
            "url": self.recording_ref if remote else False,
            "consent": "announced" if announced else "unknown",
        }

    @api.private
    @api.model
    def _call_of_recording(self, provider, pbx, external_id):
        """The call that a bridge means, also when another one absorbed it."""
        if not external_id or "\0" in pbx + external_id:
            return self.browse()
        known = [("provider_id", "=", provider.id), ("external_id", "=", external_id)]
        call = self.search([*known, ("pbx", "in", [pbx, False] if not pbx else [pbx])], limit=1)
        if call:
            return call
        absorbed = self.env["telephony.call.absorbed"]
        return absorbed.search([*known, ("pbx", "=", pbx)], limit=1).call_id

    def _take_recording(self, content, name):
        """Keep a file that was brought for the call, once.

        :return: whether it was kept
        :raises ValueError: it is no sound
        """
        self.ensure_one()
        recordings = self.recording_ids.sudo()
        if "refused" in recordings.mapped("consent"):
            return False
        name = recordings._file_name(name)
        same = recordings.filtered(lambda one: one.name == name)
        expected = recordings.filtered(lambda one: one.state in ("expected", "missing"))
        if not same and not expected:
            recordings = recordings.create({"call_id": self.id, "name": name})
            return recordings._store(content, name)
        return (expected[:1] or same[:1])._store(content, name)

    def action_recording_refused(self):
        """The customer does not want to be recorded: delete what there is, take nothing more.

        Everybody who may write on the call can do so; it needs no right to listen.
        """
        self.check_access("write")
        calls = self.sudo()
        calls.recording_ids._erase(consent="refused")
        calls.env["telephony.recording"].create(
            [
                {
                    "call_id": call.id,
                    "name": call.recording_ref or self.env._("Recording"),
                    "state": "deleted",
                    "consent": "refused",
                }
                for call in calls
                if not call.recording_ids
            ]
        )
        return True
