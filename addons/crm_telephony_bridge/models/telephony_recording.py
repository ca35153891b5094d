# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from ..tools.audio import is_silent, sound_of

KEPT = ("expected", "stored", "remote")


class TelephonyRecording(models.Model):
    """The sound of a call, with access rights of its own.

    The file is read by nobody but the player's route, which checks and writes down who listens:
    not by RPC, not by an export, not through attachments.
    """

    _name = "telephony.recording"
    _description = "Recording of a Call"
    _order = "id desc"

    name = fields.Char(required=True)
    call_id = fields.Many2one("telephony.call", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="call_id.company_id", store=True, index=True)
    url = fields.Char(groups=fields.NO_ACCESS, exportable=False)
    file = fields.Binary(attachment=True, copy=False, groups=fields.NO_ACCESS, exportable=False)
    mimetype = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("expected", "Expected"),
            ("stored", "Stored"),
            ("remote", "At the provider"),
            ("missing", "Missing"),
            ("deleted", "Deleted"),
        ],
        required=True,
        default="expected",
    )
    consent = fields.Selection(
        [
            ("unknown", "Not asked"),
            ("announced", "Announced"),
            ("refused", "Refused"),
        ],
        required=True,
        default="unknown",
        help="Whether the customer knows: what is announced is set on the provider.",
    )
    duration = fields.Float(string="Duration (s)")
    size = fields.Integer(string="Size (bytes)")
    delete_after = fields.Date(index="btree_not_null")
    access_ids = fields.One2many(
        "telephony.recording.access", "recording_id", groups="sales_team.group_sale_manager"
    )

    _waiting_idx = models.Index("(state, id) WHERE state IN ('expected', 'remote')")

    @api.model_create_multi
    def create(self, vals_list):
        """Every recording knows from the first day when it goes."""
        recordings = super().create(vals_list)
        for recording in recordings.filtered(lambda one: not one.delete_after):
            days = recording.call_id.provider_id.recording_days
            if days:
                recording.delete_after = recording.call_id.started_at.date() + timedelta(days=days)
        return recordings

    def _store(self, content, name=""):
        """Keep the sound of a recording that was expected.

        :param bytes content: as it was brought
        :param str name: of the file
        :return: whether it was kept: not what is empty, refused, or there already
        :raises ValueError: it is no sound
        """
        self.ensure_one()
        if self.state not in ("expected", "remote", "missing"):
            return False
        if is_silent(content):
            self.write({"state": "missing", "url": False})
            return False
        sound = sound_of(content)
        if not sound:
            raise ValueError("no sound")
        self._keep(content, sound, self._file_name(name or self.name))
        return True

    def _keep(self, content, sound, name):
        # By the attachment of the field, so that a large file is not encoded and decoded.
        self.env["ir.attachment"].sudo().create(
            {
                "name": name,
                "raw": content,
                "mimetype": sound.mimetype,
                "res_model": self._name,
                "res_id": self.id,
                "res_field": "file",
            }
        )
        self.write(
            {
                "name": name,
                "state": "stored",
                "size": len(content),
                "duration": sound.seconds or self.call_id.talk_seconds,
                "mimetype": sound.mimetype,
                "url": False,
            }
        )

    @api.model
    def _file_name(self, name):
        """The last part of a path, on whatever system it was written."""
        return name.replace("\\", "/").rpartition("/")[2][:100] or "recording"

    def _erase(self, **values):
        """Delete the sound for good; that there was one stays known.

        :param values: further values to write
        """
        files = self.env["ir.attachment"].sudo()
        files.search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "file"),
                ("res_id", "in", self.ids),
            ]
        ).unlink()
        self.invalidate_recordset(["file"])
        return self.write({"state": "deleted", "url": False, "delete_after": False, **values})

    @api.model
    def _cron_keep(self):
        """Delete what was kept long enough, and give up on what never came."""
        cron = self.env["ir.cron"]
        today = fields.Date.context_today(self)
        old = [("delete_after", "<", today), ("state", "in", KEPT)]
        late = [
            ("state", "=", "expected"),
            ("create_date", "<", fields.Datetime.now() - timedelta(days=7)),
        ]
        left = cron._commit_progress(remaining=self.search_count(old))
        while left and (recordings := self.search(old, limit=200, order="id")):
            recordings._erase()
            left = cron._commit_progress(len(recordings))
        self.search(late, limit=10_000).write({"state": "missing"})
