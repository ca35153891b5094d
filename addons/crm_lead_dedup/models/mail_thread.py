# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
import time
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..tools import emails
from .crm_intake import CONFLICTS, MAX_TRIES


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Repeat a fetched mail that met another worker, instead of losing it.

        Core's fetch loop marks a mail as handled even when processing it raised. It commits
        after each mail and uses the cursor for nothing else, so the transaction can be begun
        anew here. Calls from outside (the mail server's script) are repeated by the RPC layer.
        """
        process = super().message_process
        arguments = (model, message, custom_values, save_original, strip_attachments, thread_id)
        if not self.env.context.get("default_fetchmail_server_id"):
            return process(*arguments)
        for attempt in range(MAX_TRIES):
            try:
                result = process(*arguments)
                # Only a conflict that shows now can be answered by another try.
                self.env.flush_all()
            except CONFLICTS:
                if attempt == MAX_TRIES - 1:
                    raise
                self.env.cr.rollback()
                # The other worker has just committed; a short random pause parts a crowd.
                time.sleep(random.uniform(0, 0.05 * (attempt + 1)))  # noqa: S311 - no secret
            else:
                return result
        raise AssertionError("unreachable")

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Mails that ask for a new lead go through the intake, after core's check for loops."""
        routes, requests = self.env["crm.intake"]._receive_mail(
            message, message_dict, list(routes or ())
        )
        filed = requests.filtered("lead_id")
        threads = self.with_context(
            crm_intake_mail={request.lead_id.id: request.id for request in filed},
            crm_intake_failed=(requests - filed).ids,
        )
        return super(MailThread, threads)._message_route_process(message, message_dict, routes)

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        """Core counts new leads of a sender; ours may all have landed on one card."""
        if super()._detect_loop_sender(message, message_dict, routes):
            return True
        if not any(route[0] == "crm.lead" and not route[1] for route in routes or ()):
            return False
        leads = self._recent_cards_of_sender(emails.normalize_email(message_dict["email_from"]))
        return bool(leads) and super()._detect_loop_sender(
            message, message_dict, [("crm.lead", lead.id, {}, self.env.uid, None) for lead in leads]
        )

    @api.model
    def _recent_cards_of_sender(self, address):
        """The leads to which mails of an address were filed in the time that core looks at."""
        minutes = self.env["ir.config_parameter"].sudo().get_param("mail.gateway.loop.minutes", 120)
        requests = (
            self.env["crm.request"]
            .sudo()
            .search(
                Domain("received_at", ">", self.env.cr.now() - timedelta(minutes=int(minutes)))
                & Domain("channel", "=", "email")
                & Domain("email", "=", address or "")
            )
        )
        return requests.lead_id

    def _message_parse_extract_from_parent(self, parent_message):
        """A customer's mail that was filed as a note is not a private talk among us.

        What answers it is an ordinary comment, of which the followers hear.
        """
        values = super()._message_parse_extract_from_parent(parent_message)
        if (
            values.get("is_internal")
            and parent_message.model == "crm.lead"
            and parent_message.message_type == "email"
            and (not parent_message.author_id or parent_message.author_id.partner_share)
        ):
            values["is_internal"] = False
        return values
