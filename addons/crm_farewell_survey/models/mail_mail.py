# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class MailMail(models.Model):
    """The personal link stands in what is sent, and nowhere in the database."""

    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        prepared = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        if links := self.env.context.get("farewell_link"):
            for one in prepared:
                self._farewell_put_in(one, *links)
        return prepared

    def _farewell_put_in(self, message, dummy, link):
        """Put the personal link into a message, and the way to be written to no more."""
        for part in ("body", "body_alternative"):
            message[part] = (message[part] or "").replace(dummy, link)
        message["headers"] = message["headers"] | {
            "List-Unsubscribe": f"<{link}/unsubscribe>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
