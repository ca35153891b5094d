# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .ir_rule_visibility import with_hidden_clients, without_hidden_clients


class MailThread(models.AbstractModel):
    """The chatter of a document whose client, author or follower is hidden."""

    _inherit = "mail.thread"

    def _compute_message_partner_ids(self):
        result = super(MailThread, with_hidden_clients(self))._compute_message_partner_ids()
        if not self.env.su:
            # whoever reads the field asks which followers are archived
            self.sudo().message_follower_ids.partner_id.fetch(["active"])
        return result

    def _message_get_suggested_recipients_batch(self, *args, **kwargs):
        return super(MailThread, with_hidden_clients(self))._message_get_suggested_recipients_batch(
            *args, **kwargs
        )

    def _partner_find_from_emails(self, *args, **kwargs):
        # A typed address does not tell whose it is: only people of the document are told.
        return super(MailThread, without_hidden_clients(self))._partner_find_from_emails(
            *args, **kwargs
        )

    def _notify_by_email_prepare_rendering_context(self, *args, **kwargs):
        values = super()._notify_by_email_prepare_rendering_context(*args, **kwargs)
        # documents put the name of their partner below the subject
        if record := values.get("record"):
            values["record"] = with_hidden_clients(record)
        return values
