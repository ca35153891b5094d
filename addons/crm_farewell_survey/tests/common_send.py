# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tools import mute_logger

from odoo.addons.sms.tools.sms_api import SmsApi

from .common import FarewellCommon

MONDAY = "2026-01-05 10:00:00"


class SenderCommon(FarewellCommon):
    """Letters that are due, a mail server and an SMS gateway that keep what they get.

    The sender runs without its commits. It is Monday, 11:00 in Budapest.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter = cls._create_letter()
        cls.text = cls._create_text()
        cls.policy.write({"mail_template_id": cls.letter.id, "sms_template_id": cls.text.id})
        cls.env["crm.farewell.invitation"].search([]).unlink()

    def setUp(self):
        super().setUp()
        self.texts = []
        self.answer = "success"
        self.patch(type(self.env["ir.cron"]), "_commit_progress", self._flush)
        self.patch(SmsApi, "_send_sms_batch", self._take_texts)
        self.startPatcher(freeze_time(MONDAY))

    @staticmethod
    def _flush(cron, _processed=0, **_values):
        """What a commit does but for committing."""
        cron.env.cr.flush()
        return 60.0

    def _take_texts(self, messages, **_values):
        """The SMS gateway."""
        numbers = [(number, one["content"]) for one in messages for number in one["numbers"]]
        if self.answer == "success":
            self.texts += [(number["number"], text) for number, text in numbers]
        return [{"uuid": number["uuid"], "state": self.answer} for number, _text in numbers]

    @classmethod
    def _create_letter(cls, **values):
        return cls.env["mail.template"].create(
            {
                "name": "Letter",
                "model_id": cls.env["ir.model"]._get_id("crm.farewell.invitation"),
                "subject": "A question, {{ object._first_name() }}",
                "body_html": '<p>Hello <t t-out="object._first_name()"/></p>'
                '<a t-att-href="object._link_placeholder()">Answer</a>',
                "lang": "{{ object.lang }}",
                "use_default_to": True,
                **values,
            }
        )

    @classmethod
    def _create_text(cls, **values):
        return cls.env["sms.template"].create(
            {
                "name": "Text",
                "model_id": cls.env["ir.model"]._get_id("crm.farewell.invitation"),
                "body": "Tell us: {{ object._link_placeholder() }}",
                "lang": "{{ object.lang }}",
                **values,
            }
        )

    @classmethod
    def _lost(cls, **person):
        """A lost deal of somebody, as its invitation."""
        return cls._lose(cls._create_lead(partner_id=cls._create_person(**person).id))

    @contextmanager
    def _failing(self, error):
        """A mail server that answers with an error."""

        def refuse(*_args, **_values):
            raise error

        with ExitStack() as stack:
            stack.enter_context(self.mock_mail_gateway(mail_unlink_sent=True))
            stack.enter_context(self.mute_core())
            stack.enter_context(
                patch.object(type(self.env["ir.mail_server"]), "send_email", refuse)
            )
            yield

    @staticmethod
    def mute_core():
        """Core tells of each letter that failed."""
        return mute_logger(
            "odoo.addons.mail.models.mail_mail",
            "odoo.addons.crm_farewell_survey.models.crm_farewell_invitation_send",
        )

    def _send(self, error=None):
        """All that is due; return the letters that left."""
        with self._failing(error) if error else self.mock_mail_gateway(mail_unlink_sent=True):
            self.env["crm.farewell.invitation"]._cron_send()
            self.env.flush_all()
        return [] if error else self._mails

    @staticmethod
    def mute_rendering():
        """Core tells of each template that fails."""
        return mute_logger("odoo.addons.mail.models.mail_render_mixin")
