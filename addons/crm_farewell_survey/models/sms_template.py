# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..tools.sms_text import sample_of, size_of, unicode_characters
from .crm_farewell_invitation_link import DUMMY


class SmsTemplate(models.Model):
    """How long an SMS to a customer becomes once its link is in."""

    _inherit = "sms.template"

    farewell_size = fields.Char(string="With Its Link", compute="_compute_farewell_size")

    @api.depends("body", "model")
    @api.depends_context("lang")
    def _compute_farewell_size(self):
        """Tell it of the text in the language that is shown."""
        link = f"{self.browse().get_base_url()}/f/{DUMMY}"
        for template in self:
            template.farewell_size = template.model == "crm.farewell.invitation" and (
                template._farewell_size_in_words(sample_of(template.body or "", link))
            )

    def _farewell_size_in_words(self, text):
        size = size_of(text)
        words = self.env._(
            "%(length)s characters, SMS to pay: %(messages)s, room for %(room)s more.",
            length=size.length,
            messages=size.messages,
            room=size.room,
        )
        if costly := " ".join(unicode_characters(text)):
            words += " " + self.env._("These characters make it cost more: %s", costly)
        return words
