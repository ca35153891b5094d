# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo.tests import tagged

from ..tools.audio import wave
from .door_common import DoorCommon

SECOND = wave(8000)


@tagged("post_install", "-at_install")
class TestRecordingDoor(DoorCommon):
    """A bridge brings recordings: signed with the call they belong to, each once."""

    def setUp(self):
        super().setUp()
        self.call = self._ingest(self._ended(recording="/var/spool/in-1.wav"))

    def _bring(self, content=SECOND, call="1.1", *, query=None, signed=None, **sign):
        query = query or f"call={call}&pbx=&name=in-1.wav"
        signed = query if signed is None else signed
        headers = {
            "Content-Type": "audio/x-wav",
            "X-Signature": self._sign(signed.encode() + content, **sign),
        }
        path = f"/telephony/bridge/{self.provider.key}/recording?{query}"
        answer = self._post(path, content, headers)
        self.env.invalidate_all()
        return answer

    def test_brought_once(self):
        """What is brought again, signed anew, is there already; the same letter is refused."""
        at = int(time.time())
        answer = self._bring(at=at)
        self.assertEqual((answer.status_code, answer.json()), (200, {"stored": True}))
        recording = self.call.recording_ids
        self.assertEqual((len(recording), recording.state), (1, "stored"))
        self.assertEqual((recording.name, recording.duration), ("in-1.wav", 1.0))
        self.assertEqual(self._bring(at=at).status_code, 409)
        again = self._bring(query="call=1.1&pbx=&name=in-1.wav&more=1")
        self.assertEqual(again.json(), {"stored": False})
        self.assertEqual(self.call.recording_ids, recording)

    def test_forged(self):
        """The file, the call or the secret is not what was signed; or it is too old."""
        for answer in (
            self._bring(signed="call=2.1&pbx=&name=in-1.wav"),
            self._bring(secret="another"),
            self._bring(at=1_000_000_000),
        ):
            self.assertEqual(answer.status_code, 401)
        self.assertEqual(self.call.recording_ids.state, "expected")

    def test_refused(self):
        """No sound, too large, of no call; what is empty is taken for good and kept nowhere."""
        self.assertEqual(self._bring(b"<script>alert(1)</script>" * 9).status_code, 422)
        self.assertEqual(self._bring(call="9.9").status_code, 404)
        self.assertEqual(self._bring(query="nothing=1").status_code, 404)
        self.provider.recording_limit = 1
        self.assertEqual(self._bring(SECOND + bytes(1024 * 1024)).status_code, 413)
        self.assertEqual(self._bring(wave(0)).json(), {"stored": False})
        self.assertEqual(self.call.recording_ids.state, "missing")

    def test_of_a_call_that_became_part_of_another(self):
        whole = self._ingest(self._ended("5.1", absorbed=["1.1"]))
        self.assertTrue(self._bring().json()["stored"])
        self.assertIn("stored", whole.recording_ids.mapped("state"))
