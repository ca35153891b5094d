# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from email.message import EmailMessage
from email.utils import make_msgid

from .common import DedupCommon


class GatewayCommon(DedupCommon):
    """Real mails through core's gateway, to the address of the first team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source.for_email = True
        cls.alias = cls.sales_team_1.alias_email
        cls.user_sales_leads.notification_type = "inbox"
        cls.user_sales_manager.notification_type = "inbox"
        cls.note = cls.env.ref("mail.mt_note")

    @classmethod
    def _letter(cls, text, sender="Ivan <ivan@elsewhere.example.org>", to=None, **headers):
        """A mail as a program of a stranger would send it."""
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = to or cls.alias
        mail["Subject"] = headers.pop("subject", f"Question {next(cls.numbers)}")
        mail["Message-Id"] = headers.pop("message_id", make_msgid(domain="elsewhere.example.org"))
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        if text is not None:
            mail.set_content(text)
        return mail

    def _deliver(self, mail, **kwargs):
        """Hand a mail to core as a mail server's script does; return the requests it made."""
        known = self.env["crm.request"].search([])
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(None, mail.as_bytes(), **kwargs)
            self.env.flush_all()
            self.flush_tracking()
        return self.env["crm.request"].search([]) - known

    def _message(self, mail):
        """What core posted of a mail."""
        return self.env["mail.message"].search([("message_id", "=", mail["Message-Id"])])

    def _partners(self):
        """Every column of every partner."""
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM res_partner ORDER BY id")
        return self.env.cr.fetchall()

    def _assert_told(self, message, user):
        """One notification, of this very message, to one person; nobody was written to."""
        self.assertEqual(message.notification_ids.res_partner_id, user.partner_id)
        self.assertEqual(len(message.notification_ids), 1)
        self.assertFalse(self._new_mails, "letters went out")

    def _assert_messages(self, lead, before, expected):
        """Nothing else was posted on a card since ``before``."""
        self.assertEqual(lead.message_ids - before, expected)
