# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io
import json
import zipfile

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..tools.numbers import read_caller

CALL_FIELDS = (
    "direction", "disposition", "customer_number", "line", "started_at", "answered_at",
    "ended_at", "wait_seconds", "talk_seconds", "note", "result_id",
)  # fmt: skip


class TelephonyPersonData(models.TransientModel):
    """One person's calls: to be handed over to the person, or to be erased."""

    _name = "telephony.person.data"
    _description = "A Person's Calls"

    phone = fields.Char(string="Phone Number", help="In any spelling.")
    partner_id = fields.Many2one("res.partner", string="Contact")
    searched = fields.Boolean()
    call_ids = fields.Many2many("telephony.call", string="Calls", readonly=True)
    call_count = fields.Integer(compute="_compute_counts", string="Number of Calls")
    recording_count = fields.Integer(compute="_compute_counts", string="Number of Recordings")
    export_name = fields.Char(readonly=True)
    export_file = fields.Binary(attachment=False, readonly=True)

    def _compute_display_name(self):
        self.display_name = self.env._("A Person's Calls")

    @api.depends("call_ids")
    def _compute_counts(self):
        for wizard in self:
            wizard.call_count = len(wizard.call_ids)
            wizard.recording_count = len(wizard._recordings())

    def _recordings(self):
        stored = [("call_id", "in", self.call_ids.ids), ("state", "=", "stored")]
        return self.env["telephony.recording"].sudo().search(stored)

    # ------------------------------------------------------------------
    # Search
    # ------------------------------------------------------------------

    def action_search(self):
        """Find the calls with the contact and with all numbers of his, in the user's companies."""
        self.ensure_one()
        tails = self._tails()
        if not tails and not self.partner_id:
            raise UserError(self.env._("Type a whole phone number, or choose a contact."))
        domain = Domain("customer_tail", "in", tails)
        if self.partner_id:
            domain |= Domain("partner_id", "=", self.partner_id.id)
        found = self.env["telephony.call"].search(domain)
        self.write({"searched": True, "call_ids": [Command.set(found.ids)]})
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _tails(self):
        """The last nine digits of every number that is the person's."""
        numbers = {self.phone, self.partner_id.phone_sanitized, self.partner_id.phone}
        further = self.env["telephony.number"].sudo()
        further = further.search([("partner_id", "in", self.partner_id.ids)])
        numbers.update(further.mapped("number"))
        region = self.env.company.country_id.code
        tails = {read_caller(number, region).tail for number in numbers if number}
        return sorted(tails - {None})

    # ------------------------------------------------------------------
    # Export
    # ------------------------------------------------------------------

    def action_export(self):
        """Download what is known of the person's calls.

        Recordings go with them when the user may listen; that is written down as listening.
        """
        self.ensure_one()
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            calls = json.dumps(self._export_data(), ensure_ascii=False, indent=2, default=str)
            archive.writestr("calls.json", calls)
            for recording in self._audible():
                name = f"recordings/{recording.call_id.id}-{recording.id}-{recording.name}"
                archive.writestr(name, base64.b64decode(recording.sudo().file))
                self.env["telephony.recording.access"]._log(recording, self.env.user)
        self.write(
            {
                "export_name": f"calls_{fields.Date.context_today(self)}.zip",
                "export_file": base64.b64encode(data.getvalue()),
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/export_file"
            "?filename_field=export_name&download=true",
            "target": "download",
        }

    def _export_data(self):
        """Plain values of each call. Hook: add what your add-on knows of a call."""
        return self.call_ids.read(CALL_FIELDS)

    def _audible(self):
        recordings = self._recordings().sudo(False)
        if not recordings.has_access("read"):
            return recordings.browse()
        return recordings._filtered_access("read")

    # ------------------------------------------------------------------
    # Erasure
    # ------------------------------------------------------------------

    def action_erase(self):
        """Erase for good who it was and what was said; that there was a call stays in figures."""
        self.ensure_one()
        self.call_ids.check_access("write")
        self.call_ids.sudo()._erase_person()
        partner = self.partner_id.id
        numbers = self.env["telephony.number"].sudo()
        numbers.search(
            Domain("tail", "in", self._tails()) | Domain("partner_id", "=", partner or -1)
        ).unlink()
        count = len(self.call_ids)
        self.sudo().unlink()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The person is erased from %(count)s calls.", count=count),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
