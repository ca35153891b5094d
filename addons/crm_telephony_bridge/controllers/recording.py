# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

SUFFIXES = {"audio/wav": "wav", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg"}


class TelephonyPlayer(http.Controller):
    """The only way to the sound of a recording."""

    @http.route(
        "/telephony/recording/<int:recording_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def play(self, recording_id):
        """Let somebody listen who may, after writing it down; pieces of the file, too.

        Who may not is told no more than that there is no such recording.
        """
        recording = request.env["telephony.recording"].browse(recording_id).exists()
        if not recording or not recording.has_access("read") or recording.state != "stored":
            raise request.not_found()
        self._log(recording)
        stream = request.env["ir.binary"].sudo()._get_stream_from(recording.sudo(), "file")
        stream.public = False
        response = stream.get_response(
            mimetype=recording.mimetype,
            as_attachment=False,
            download_name=f"call-{recording.call_id.id}.{SUFFIXES.get(recording.mimetype, 'bin')}",
        )
        # A copy in the browser would be listened to without a word.
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _log(self, recording):
        """In a transaction of its own: it stays, whatever becomes of the answer."""
        with request.env.registry.cursor() as cr:
            access = request.env(cr=cr)["telephony.recording.access"]
            access._log(recording, request.env.user)
