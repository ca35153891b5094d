# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class MailMessage(models.Model):
    """Words exchanged with a client mark him: when we last had to do with him has changed."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        """Words with a client mark him."""
        messages = super().create(vals_list)
        # Most are notes of the system: those are told by the values, nothing is read for them.
        words = [
            message.id
            for message, vals in zip(messages, vals_list, strict=True)
            if vals.get("message_type") != "notification" or vals.get("mail_activity_type_id")
        ]
        self.browse(words)._mark_figures()
        return messages

    def unlink(self):
        """Words that are gone are no contact."""
        self._mark_figures()
        return super().unlink()

    def _mark_figures(self):
        """Not by what the system notes itself; what it notes of a call or a meeting counts."""
        words = self.sudo().filtered(
            lambda message: (
                message.model
                and message.res_id
                and (message.message_type != "notification" or message.mail_activity_type_id)
            )
        )
        if not words:
            return
        dirty = self.env["crm.party.figure.dirty"]
        threads = self.env["crm.party.figure"]._thread_owners()
        for model, of_model in words.grouped("model").items():
            if model in threads:
                dirty._mark_owners(model, of_model.mapped("res_id"))
