# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .gateway import GatewayCommon

WORDS = ("Orysia", "orysia@zayets.example", "509871234", "50 987 12 34", "very own words", "cv.txt")


@tagged("post_install", "-at_install")
class TestPersonMail(GatewayCommon):
    """A person who wrote mails is forgotten as one who used a form is."""

    def test_mail_on_a_customers_card(self):
        """The mail is emptied with its request, though the card is a customer's and stays."""
        card = self._create_lead(partner_id=self._create_partner(phone="+380671112233").id)
        mail = self._letter(
            "These are my very own words.\n\n-- \nOrysia Zayets\n050 987 12 34, +380 67 111 22 33",
            sender="Orysia Zayets <orysia@zayets.example>",
            subject="Orysia's question",
            Cc="Orysia at home <orysia@home.example>",
        )
        mail.add_attachment("very own words", filename="cv.txt")
        request = self._deliver(mail)
        self.assertEqual(request.lead_id, card)
        message = self._message(mail)
        other = self._letter("Another letter", sender="Bob <bob@x.example>", subject="Another")
        self._deliver(other)
        wizards = self.env["crm.person.data"].with_user(self.user_sales_manager)
        wizard = wizards.create({"text": "orysia@zayets.example"})
        wizard.action_search()
        self.assertIn(request, wizard.request_ids)
        wizard.action_erase()
        self.assertFalse(message.attachment_ids)
        self.assertEqual([word for word in WORDS if word in self._stored_text()], [])
        self.assertIn("Another letter", self._message(other).body)

    def _stored_text(self):
        self.env.flush_all()
        text = ""
        for table in ("mail_message", "mail_mail", "mail_activity", "crm_request",
                      "crm_identifier", "crm_intake_claim", "ir_attachment"):  # fmt: skip
            self.env.cr.execute(f"SELECT t::text FROM {table} t")  # noqa: S608 - constants above
            text += "\n".join(row for (row,) in self.env.cr.fetchall())
        return text
