# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from dataclasses import dataclass

from odoo import api, models

from ..tools.autoreply import Reason, normal_address, refusal, untagged

_logger = logging.getLogger(__name__)

# Context key of the letter that makes a lead or comes to one; only an instance of the class is
# believed.
INCOMING = "stage_automation_incoming"
_SENDERS = ("From", "Return-Path", "Sender", "Reply-To")


@dataclass(frozen=True, slots=True)
class IncomingLetter:
    """What the answer to a letter needs to know of it.

    :param address: the sender's, normalised.
    :param reason: why it is not to be answered, or None.
    """

    message_id: str
    address: str
    reason: Reason | None


class MailThread(models.AbstractModel):
    """What is read in an incoming letter, beside what core reads."""

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Let leads know of the letter what core leaves out: whether a robot wrote it."""
        if not any(route[0] == "crm.lead" for route in routes or ()):
            return super()._message_route_process(message, message_dict, routes)
        letter = self._incoming_letter(message, message_dict)
        thread = self.with_context(**{INCOMING: letter})
        return super(MailThread, thread)._message_route_process(message, message_dict, routes)

    @api.model
    def _incoming_letter(self, message, message_dict):
        """Return what the answer to a letter needs to know of it.

        :param message: ``email.message.EmailMessage``
        :param message_dict: what core read in it
        """
        headers = [(name, str(value)) for name, value in message.items()]
        reason = refusal(headers, self._own_addresses(headers))
        if reason:
            _logger.info("Letter %s is not answered: %s", message_dict.get("message_id"), reason)
        address = normal_address(message_dict.get("email_from") or "")
        return IncomingLetter(message_dict.get("message_id") or "", address, reason)

    @api.model
    def _own_addresses(self, headers):
        """Return those addresses of the senders that are ours: aliases and colleagues."""
        names = {name.lower() for name in _SENDERS}
        found = {normal_address(value) for name, value in headers if name.lower() in names} - {""}
        found |= {untagged(address) for address in found}
        # sudo: whose address it is does not depend on who fetches the mail
        aliases = self.env["mail.alias.domain"].sudo()._find_aliases(list(found))
        colleagues = (
            self.env["res.users"]
            .sudo()
            .search([("share", "=", False), ("partner_id.email_normalized", "in", list(found))])
        )
        return {*aliases, *colleagues.mapped("partner_id.email_normalized")}
