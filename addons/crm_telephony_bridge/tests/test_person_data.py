# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io
import json
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from ..tools.audio import wave
from .log_common import LogCommon

TAIL = "671112233"


@tagged("post_install", "-at_install")
class TestPersonData(LogCommon):
    """One person's calls are found, handed over, erased; nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_partner(phone="067 111 22 33")
        cls.env["telephony.number"].create(
            {"partner_id": cls.person.id, "number": "+380671112233", "note": "same"}
        )
        cls.provider.call_back_user_id = cls.user_sales_leads
        cls.recorded = cls._ingest(cls._ended(recording=f"in-0{TAIL}.wav"))
        cls.recorded.note = "Wants desks"
        cls.recorded._take_recording(wave(800), f"in-0{TAIL}.wav")
        cls.missed = cls._ingest(cls._ended("2.1", disposition="missed", talk=0, answered_by=None))
        cls.outgoing = cls._ingest(
            cls._ended("3.1", direction="outgoing", caller="101", called="0671112233")
        )
        cls.other = cls._ingest(cls._ended("4.1", caller="0509998877"))

    def _wizard(self, **values):
        wizard = self.env["telephony.person.data"].create(values)
        wizard.action_search()
        return wizard

    @users("user_sales_manager")
    def test_found_by_number_and_by_contact(self):
        persons = self.recorded + self.missed + self.outgoing
        self.assertEqual(self._wizard(phone="+38 (067) 111-22-33").call_ids, persons)
        wizard = self._wizard(partner_id=self.person.id)
        self.assertEqual(wizard.call_ids, persons)
        self.assertEqual((wizard.call_count, wizard.recording_count), (3, 1))
        with self.assertRaises(UserError):
            self._wizard(phone="2233")

    @users("user_sales_manager")
    def test_handed_over(self):
        """With the sound when one may listen, which is written down."""
        wizard = self._wizard(partner_id=self.person.id)

        def names():
            wizard.action_export()
            archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(wizard.export_file)))
            calls = json.loads(archive.read("calls.json"))
            self.assertEqual(len(calls), 3)
            return archive.namelist()

        self.assertEqual(names(), ["calls.json"])
        self.env.user.sudo().group_ids += self.env.ref("crm_telephony_bridge.group_listen")
        self.assertEqual(len(names()), 2)
        self.assertEqual(self.recorded.recording_ids.access_ids.user_id, self.env.user)

    @users("user_sales_manager")
    def test_erased(self):
        """Nothing of the number is left in any of our tables; the figures stay as they were."""
        self.missed._judge_missed()
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_values: 60.0)
        self.calls._cron_call_back()
        figures = self.recorded.disposition, self.recorded.talk_seconds
        self._wizard(partner_id=self.person.id).action_erase()
        self.assertEqual((self.recorded.disposition, self.recorded.talk_seconds), figures)
        self.assertFalse(self.recorded.partner_id or self.recorded.note)
        self.assertEqual(self.recorded.recording_ids.state, "deleted")
        self.assertEqual(self.other.customer_number, "+380509998877")
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE 'telephony%' OR tablename IN"
            " ('mail_activity', 'ir_attachment')"
        )
        for (table,) in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s',  # noqa: S608
                [f"%{TAIL}%"],
            )
            self.assertFalse(self.env.cr.fetchone()[0], table)

    def test_an_import_does_not_bring_it_back(self):
        self.recorded._erase_person()
        self._ingest(self._ended(version=1))
        self.assertFalse(self.recorded.customer_number)

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self.env["telephony.person.data"].with_user(self.user_sales_leads).create({})
