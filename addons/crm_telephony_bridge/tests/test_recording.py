# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged

from ..models import telephony_recording_fetch
from ..tools.audio import wave
from ..tools.fetch import FetchError
from .log_common import LogCommon

SECOND = wave(8000)


class RecordingCommon(LogCommon):
    """A recorded call of user_sales_leads, who may listen; user_sales_salesman may not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.listen = cls.env.ref("crm_telephony_bridge.group_listen")
        cls.user_sales_leads.group_ids += cls.listen
        cls.call = cls._create_call(user_id=cls.user_sales_leads.id, recording_ref="in-1.wav")
        cls.recording = cls._record(cls.call)

    @classmethod
    def _record(cls, call, content=SECOND):
        call._expect_recordings()
        call._take_recording(content, "in-1.wav")
        return call.recording_ids

    def _attachment(self):
        found = self.env["ir.attachment"].with_context(skip_res_field_check=True)
        return found.search(
            [("res_model", "=", "telephony.recording"), ("res_id", "=", self.recording.id)]
        )


@tagged("post_install", "-at_install")
class TestRecording(RecordingCommon):
    """What is kept, how long, and where it hangs."""

    def test_the_file_hangs_on_the_recording_only(self):
        self.assertEqual(self.recording.state, "stored")
        self.assertEqual((self.recording.size, self.recording.duration), (len(SECOND), 1.0))
        file = self._attachment()
        self.assertEqual(file.raw, SECOND)
        self.assertFalse(file.public or file.access_token)
        self.assertFalse(
            self.env["ir.attachment"].search([("res_model", "in", ("telephony.call", "crm.lead"))])
            & file
        )

    def test_nobody_reads_the_file_but_the_player(self):
        """Not by reading, exporting or searching, nor through the attachment; no administrator."""
        self.user_admin.group_ids += self.listen
        for user in (self.user_sales_leads, self.user_sales_manager, self.user_admin):
            user.group_ids += self.env.ref("base.group_allow_export")
            recording = self.recording.with_user(user)
            with self.assertRaises(AccessError):
                recording.read(["file"])
            with self.assertRaises(AccessError):
                recording.read(["url"])
            with self.assertRaises(AccessError):
                recording.export_data(["file"])
            with self.assertRaises(AccessError):
                recording.search([("file", "!=", False)])
            with self.assertRaises(AccessError):
                recording.write({"state": "stored"})
        with self.assertRaises(AccessError):
            self._attachment().with_user(self.user_sales_leads).read(["datas"])

    def test_who_sees_recordings(self):
        """Who may listen, of calls he sees; everybody else does not know of them."""
        seen = self.env["telephony.recording"]
        own = seen.with_user(self.user_sales_leads).search([])
        self.assertEqual(own, self.recording)
        with self.assertRaises(AccessError):
            seen.with_user(self.user_sales_salesman).search([])
        self.user_sales_salesman.group_ids += self.listen
        self.assertFalse(seen.with_user(self.user_sales_salesman).search([]))
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.recording.call_id.company_id = other
        self.assertFalse(seen.with_user(self.user_sales_leads).search([]))
        portal = new_test_user(self.env, "caller", groups="base.group_portal")
        with self.assertRaises(AccessError):
            seen.with_user(portal).search([])

    def test_player_is_offered_to_those_who_may_listen(self):
        """In the list of calls and on cards."""
        lead = self._create_lead(user_id=self.user_sales_salesman.id)
        self.call.lead_id = lead
        mine = self.call.with_user(self.user_sales_leads)
        self.assertEqual(mine.player_id, self.recording.id)
        other = self.call.with_user(self.user_sales_salesman)
        self.assertFalse(other.player_id)
        shown = other.timeline("crm.lead", lead.id)["calls"][0]
        self.assertFalse(shown["recordings"])

    def test_what_is_not_kept(self):
        """The header of a file without a sound, and what is no sound."""
        call = self._create_call(recording_ref="in-2.wav")
        self.assertEqual(self._record(call, wave(0)).state, "missing")
        with self.assertRaises(ValueError):
            call._take_recording(b"<script>" * 20, "in-2.wav")
        unanswered = self._create_missed(recording_ref="in-3.wav")
        unanswered._expect_recordings()
        self.assertFalse(unanswered.recording_ids)

    def test_brought_twice_is_kept_once(self):
        """Also under the path that the exchange knows it by."""
        self.assertFalse(self.call._take_recording(SECOND, "in-1.wav"))
        self.call._expect_recordings()
        self.assertEqual(self.call.recording_ids, self.recording)

    def test_who_does_not_want_to_be_recorded(self):
        """What there is goes; what comes later is not taken."""
        self.call.with_user(self.user_sales_leads).action_recording_refused()
        self.assertEqual((self.recording.state, self.recording.consent), ("deleted", "refused"))
        self.assertFalse(self._attachment())
        live = self._create_call(state="ongoing", disposition=False)
        live.action_recording_refused()
        self.assertFalse(live._take_recording(SECOND, "in-9.wav"))

    def test_announced_to_who_calls(self):
        self.provider.consent_announcement = "This call is recorded."
        incoming = self._create_call(recording_ref="a.wav")
        outgoing = self._create_call(recording_ref="b.wav", direction="outgoing")
        (incoming + outgoing)._expect_recordings()
        self.assertEqual(incoming.recording_ids.consent, "announced")
        self.assertEqual(outgoing.recording_ids.consent, "unknown")

    @freeze_time("2026-05-01")
    def test_kept_so_many_days(self):
        """Per provider, and so per company; a shorter time holds for what there is, too."""
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_values: 60.0)
        recordings = self.env["telephony.recording"]
        self.assertEqual(self.recording.delete_after, date(2026, 5, 31))
        recordings._cron_keep()
        self.assertEqual(self.recording.state, "stored")
        self.provider.recording_days = 0
        self.assertFalse(self.recording.delete_after)
        self.provider.recording_days = 59
        recordings._cron_keep()
        self.assertEqual(self.recording.state, "deleted")
        self.assertFalse(self._attachment())
        with self.assertRaises(ValidationError):
            self.provider.recording_days = -1

    def test_fetched_from_the_provider(self):
        """Tried again later; given up when it never will be; a sound is ours from then on."""
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_values: 60.0)
        url = "https://records.example/1.mp3"
        call = self._create_call(recording_ref=url)
        call._expect_recordings()
        remote = call.recording_ids
        self.assertEqual((remote.state, remote.sudo().url), ("remote", url))
        answers = iter([FetchError("busy", final=False), SECOND])

        def fetch(_url, _limit):
            answer = next(answers)
            if isinstance(answer, Exception):
                raise answer
            return answer

        with patch.object(telephony_recording_fetch, "fetch", fetch):
            remote._cron_fetch()
            self.assertEqual((remote.state, remote.tries), ("remote", 1))
            remote._cron_fetch()
            self.assertEqual(remote.tries, 1, "not yet")
            remote.next_try = False
            remote._cron_fetch()
        self.assertEqual((remote.state, remote.sudo().url), ("stored", False))
        gone = self._create_call(recording_ref="https://127.0.0.1/1.mp3")
        gone._expect_recordings()
        gone.recording_ids._cron_fetch()
        self.assertEqual(gone.recording_ids.state, "missing", "nobody knocks inside the house")

    def test_expecting_costs_the_same_for_many(self):
        def queries(number):
            calls = self.calls.browse()
            for n in range(number):
                calls |= self._create_call(recording_ref=f"q-{n}.wav")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            calls._expect_recordings()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries(1)
        self.assertEqual(queries(2), queries(30))


@tagged("post_install", "-at_install")
class TestRecordingPlayer(HttpCase, RecordingCommon):
    """The player's route, and the ways around it that are closed."""

    def setUp(self):
        super().setUp()
        self.user_sales_leads.password = self.user_sales_leads.login
        self.user_sales_salesman.password = self.user_sales_salesman.login
        self.address = f"/telephony/recording/{self.recording.id}"
        self.log = self.env["telephony.recording.access"]

    def _as(self, user):
        self.authenticate(user.login, user.login)

    def test_listening_is_written_down_once(self):
        self._as(self.user_sales_leads)
        answer = self.url_open(self.address)
        self.assertEqual((answer.status_code, answer.content), (200, SECOND))
        self.assertEqual(answer.headers["Content-Type"], "audio/wav")
        self.assertIn("no-store", answer.headers["Cache-Control"])
        piece = self.url_open(self.address, headers={"Range": "bytes=44-47"})
        self.assertEqual((piece.status_code, piece.content), (206, SECOND[44:48]))
        self.assertEqual(piece.headers["Content-Range"], f"bytes 44-47/{len(SECOND)}")
        log = self.log.search([("recording_id", "=", self.recording.id)])
        self.assertEqual(log.user_id, self.user_sales_leads)
        self.assertEqual(len(log), 1)

    def test_strangers_hear_nothing(self):
        """Neither who may not listen, nor who does not see the call, nor a visitor."""
        self._as(self.user_sales_salesman)
        self.assertEqual(self.url_open(self.address).status_code, 404)
        self.user_sales_salesman.group_ids += self.listen
        self.assertEqual(self.url_open(self.address).status_code, 404)
        new_test_user(
            self.env, "portal_caller", groups="base.group_portal", password="portal_caller"
        )
        self.authenticate("portal_caller", "portal_caller")
        self.assertEqual(self.url_open(self.address).status_code, 404)
        self.authenticate(None, None)
        visitor = self.url_open(self.address, allow_redirects=False)
        self.assertIn(visitor.status_code, (303, 404))
        self.assertFalse(self.log.search([("recording_id", "=", self.recording.id)]))

    def test_no_way_around_the_player(self):
        """Core's routes for contents know nothing of it, neither by record nor by attachment."""
        file = self._attachment()
        self._as(self.user_sales_leads)
        for path in (
            f"/web/content/telephony.recording/{self.recording.id}/file",
            f"/web/image/telephony.recording/{self.recording.id}/file",
            f"/web/content/{file.id}",
            f"/web/image/{file.id}",
        ):
            answer = self.url_open(path)
            self.assertNotIn(SECOND, answer.content, path)
            self.assertNotIn(base64.b64encode(SECOND), answer.content, path)

    def test_what_was_deleted_is_not_found(self):
        self.recording._erase()
        self._as(self.user_sales_leads)
        self.assertEqual(self.url_open(self.address).status_code, 404)
