# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..tools.autoreply import ROBOTS
from .mail_thread import INCOMING, IncomingLetter


class CrmLead(models.Model):
    """What happens to the planned steps when something happens to their deal."""

    _inherit = "crm.lead"

    def unlink(self):
        """Nothing waits for a deal that is gone."""
        jobs = self.env["crm.playbook.job"].sudo()._waiting_for(self)
        done = super().unlink()
        jobs._cancel("record_deleted")
        return done

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """An e-mail that becomes a deal is a request."""
        lead = super().message_new(msg_dict, custom_values)
        lead.note_request()
        return lead

    def message_update(self, msg_dict, update_vals=None):
        """An e-mail of the customer about a deal is a request too."""
        done = super().message_update(msg_dict, update_vals)
        author = self.env["res.partner"].sudo().browse(msg_dict.get("author_id") or [])
        if self._is_customers(author):
            self.note_request()
        return done

    def _message_post_after_hook(self, message, msg_vals):
        if message.message_type in ("email", "comment") and self._is_customers(
            message.sudo().author_id
        ):
            self._cancel_replied()
        return super()._message_post_after_hook(message, msg_vals)

    def _is_customers(self, author):
        """Whether a message is a customer's: of nobody that is known, or of no colleague.

        What his mailbox answers by itself, while he is away, is not.
        """
        letter = self.env.context.get(INCOMING)
        if isinstance(letter, IncomingLetter) and letter.reason in ROBOTS:
            return False
        return not author or all(author.mapped("partner_share"))

    def _cancel_replied(self):
        """Cancel what was only wanted until the customer replies."""
        if self.env["crm.playbook.rule"]._watches():
            jobs = self.env["crm.playbook.job"].sudo()._waiting_for(self)
            jobs.filtered("step_id.cancel_replied")._cancel("replied")

    def _merge_opportunity(self, *args, **kwargs):
        """A merge is no change of stage or person for the deal that is kept."""
        with self.env["crm.playbook.rule"]._unnoticed():
            return super()._merge_opportunity(*args, **kwargs)

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        self.env["crm.playbook.job"].sudo()._merge_records(self, opportunities)
        return result
